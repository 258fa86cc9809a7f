"""Whatever a service does, a collection ends with a complete dataset or with a clear stop, its progress kept."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from servers.collecting import PATIENCE_S, collected, content
from servers.loopback import HTML, Fault, Loopback
from servers.mapillary_server import TOKEN, refusal
from servers.pictures import blurred, flat, full_turn, night, placeholder, small

from geogame.catalog import check_images, open_catalog
from geogame.errors import SourceError

ALWAYS = 10_000
ARCHIVE, PHOTO, CDN = r"/cdn/main/images", r"/pictures/", r"/cdn/\d"
Service = Callable[[str], Loopback]
Undisturbed = Callable[[str], dict[str, bytes]]

PASSING = [
    ("osv5m", Fault(r"/main/test\.csv", "replace", status=500)),
    ("osv5m", Fault(r"/cdn/main/test\.csv", "truncate")),
    ("osv5m", Fault(r"/cdn/main/test\.csv", "truncate", times=2)),
    ("osv5m", Fault(r"/cdn/main/test\.csv", "reset")),
    ("osv5m", Fault(ARCHIVE, "replace", status=503)),
    ("osv5m", Fault(ARCHIVE, "truncate", after=1)),
    ("osv5m", Fault(ARCHIVE, "silent", after=4)),
    ("osv5m", Fault(ARCHIVE, "slow", after=3)),
    ("osv5m", Fault(ARCHIVE, "replace", status=403, after=3)),  # the signed address has run out
    ("panoramax", Fault("/map/", "replace", status=502)),
    ("panoramax", Fault("/api/search", "truncate")),
    ("panoramax", Fault("/api/search", "silent")),
    ("panoramax", Fault(PHOTO, "reset", times=2)),
    ("panoramax", Fault(PHOTO, "slow", after=2)),
    ("panoramax", Fault(PHOTO, "truncate", times=4, after=1)),  # three tries, and again in the next pass
    ("mapillary", Fault("/images", "replace", body=b'{"data": []}')),  # searches fail to find what is there
    ("mapillary", Fault("/images", "replace", status=500, body=b"oops")),
    ("mapillary", Fault(CDN, "reset")),
    ("mapillary", Fault(r"/\d+\?fields", "replace", body=b"{}")),
]

STOPPING = [
    ("osv5m", Fault(r"/main/test\.csv", "replace", status=429), r"asks to slow down \(retry after an hour\)"),
    ("osv5m", Fault(r"/main/test\.csv", "replace", status=403), "refuses access"),
    ("osv5m", Fault(r"/cdn/main/test\.csv", "replace", body=HTML), "no column 'id'.*doctype"),
    ("osv5m", Fault(r"^/main/images", "login", after=1), "redirects to .*/login/.*wants a login"),
    ("osv5m", Fault(r"^/main/images", "loop", times=ALWAYS), "redirects more than 5 times"),
    ("osv5m", Fault(ARCHIVE, "ignore range", after=2), "ignores ranges"),
    ("osv5m", Fault(ARCHIVE, "replace", times=ALWAYS, body=HTML), "ignores ranges"),
    ("osv5m", Fault(ARCHIVE, "reset", times=ALWAYS, after=5), "seems to be down"),
    ("osv5m", Fault(ARCHIVE, "replace", times=ALWAYS, status=500), "HTTP 500; the service seems to be down"),
    ("panoramax", Fault("/api/search", "replace", status=429, after=1), "asks to slow down"),
    ("panoramax", Fault(PHOTO, "replace", status=403, after=2), "refuses access"),
    ("panoramax", Fault("/api/search", "login"), "redirects to .*/login/"),
    ("panoramax", Fault("/api/search", "replace", body=HTML), "is no JSON"),
    ("panoramax", Fault("/api/search", "replace", body=b'{"code": 1}'), "no collection of pictures"),
    ("panoramax", Fault("/map/", "replace", body=b"\x1a\xff\xffgarbage"), "is no vector tile"),
    ("panoramax", Fault(PHOTO, "replace", body=HTML, after=1), "a page in place of a picture"),
    ("panoramax", Fault(PHOTO, "silent", times=ALWAYS), "seems to be down"),
    ("mapillary", Fault("/images", "replace", status=401, body=refusal(190, "bad")), "does not accept the token"),
    ("mapillary", Fault("/images", "replace", status=400, body=refusal(4, "limit")), r"quota .* is spent"),
    ("mapillary", Fault("/images", "login"), "wants a login"),
    ("mapillary", Fault("/images", "replace", body=b"[1, 2]"), "no list of pictures"),
    ("mapillary", Fault(CDN, "replace", body=HTML, after=1), "a page in place of a picture"),
    ("mapillary", Fault(r"/\d+\?fields", "replace", body=b'{"thumb_2048_url": "http://elsewhere/x"}'), "is not asked"),
]

REJECTING = [
    (placeholder(), 200, "one colour"),
    (night(1), 200, "dark"),
    (blurred(1), 200, "blurred"),
    (small(1), 200, "too small"),
    (b"", 200, "empty file"),
    (b"\xff\xd8 no picture", 200, "not a picture of a known format"),
    (full_turn(3)[:9000], 200, "damaged picture (OSError)"),
    (flat(3), 200, "no full turn: it is not twice as wide as high"),
    (b"", 404, "gone"),
]


def _name(value: object) -> str | None:
    if isinstance(value, Fault):
        return re.sub(r"[^a-z0-9]+", "-", f"{value.at} {value.how} {value.status} {value.body[:12]!r}".lower())
    return None if isinstance(value, str) else "body"


def _pictures_of(folder: Path) -> set[str]:
    return set(open_catalog(folder).locations["provider_id"])


def patience_s(fault: Fault) -> float:
    """How long to wait for an answer: only what comes slowly or never is given up soon."""
    return 0.6 if fault.how in {"slow", "silent"} else PATIENCE_S


@pytest.mark.parametrize(("name", "fault"), PASSING, ids=_name)
def test_what_passes_changes_nothing(
    name: str, fault: Fault, service: Service, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    expected, server = undisturbed(name), service(name)
    server.faults = [replace(fault)]
    collected(name, server.url, tmp_path / "out", patience_s(fault))
    assert content(tmp_path / "out") == expected
    assert server.faults[0].times == 0


@pytest.mark.parametrize(("name", "fault", "why"), STOPPING, ids=_name)
def test_what_does_not_pass_stops_clearly_and_the_same_build_resumes(
    name: str, fault: Fault, why: str, service: Service, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    expected, server, out = undisturbed(name), service(name), tmp_path / "out"
    server.faults = [replace(fault)]
    with pytest.raises(SourceError, match=why) as stop:
        collected(name, server.url, out, patience_s(fault))
    assert not (out / "catalog.json").exists()
    assert "s3cret" not in str(stop.value)
    assert TOKEN not in str(stop.value)
    asked = len(server.log)
    server.faults = []
    collected(name, server.url, out)
    assert content(out) == expected
    fetched = Counter(path for path, status in server.log if _is_picture(path) and status < 300)
    refused = {path for path, status in server.log[:asked] if status >= 300} | {server.log[asked - 1][0]}
    assert all(count == 1 or path in refused for path, count in fetched.items())


def _is_picture(path: str) -> bool:
    return bool(re.search(r"^/pictures/|^/cdn/\d", path))


@pytest.mark.parametrize(("body", "status", "reason"), REJECTING, ids=_name)
def test_a_bad_picture_is_turned_away_by_name_and_another_takes_its_place(
    body: bytes, status: int, reason: str, service: Service, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    undisturbed("panoramax")
    server, out = service("panoramax"), tmp_path / "out"
    server.faults = [Fault(PHOTO, "replace", status=status, body=body)]
    report = collected("panoramax", server.url, out)
    assert (report.places, report.rejected, report.short) == (6, {reason: 1}, {})
    bad = server.log[[bool(re.search(PHOTO, path)) for path, _ in server.log].index(True)][0].split("/")[2]
    assert bad not in _pictures_of(out)
    assert check_images(open_catalog(out)) == []


def test_a_picture_that_never_comes_is_given_up_while_the_service_lives(service: Service, tmp_path: Path) -> None:
    server, out = service("panoramax"), tmp_path / "out"
    collected("panoramax", server.url, tmp_path / "first")
    bad = min(_pictures_of(tmp_path / "first"))
    server.faults = [Fault(f"/pictures/{bad}/", "replace", times=ALWAYS, status=500)]
    report = collected("panoramax", server.url, out)
    assert (report.places, report.rejected) == (6, {"unavailable": 1})
    assert bad not in _pictures_of(out)


def test_a_member_damaged_in_its_archive_is_turned_away(service: Service, tmp_path: Path) -> None:
    server = service("osv5m")
    server.faults = [Fault(ARCHIVE, "damage", after=2)]
    report = collected("osv5m", server.url, tmp_path / "out")
    assert (report.places, report.rejected) == (6, {"gone": 1})


def test_byte_identical_pictures_are_kept_once(service: Service, tmp_path: Path) -> None:
    server, out = service("panoramax"), tmp_path / "out"
    server.faults = [Fault(PHOTO, "replace", times=ALWAYS, body=full_turn(3))]
    report = collected("panoramax", server.url, out)
    assert report.places == 1
    assert report.rejected == {"looks like another place": 22, "same picture as another place": 1}
    assert report.short == {0: 2, 1: 3}
    assert json.loads((out / "catalog.json").read_text())["collected"]["short"] == {"0": 2, "1": 3}


def test_no_fitting_picture_at_all_is_an_error_that_names_the_reasons(service: Service, tmp_path: Path) -> None:
    server = service("panoramax")
    server.faults = [Fault(PHOTO, "replace", times=ALWAYS, body=placeholder())]
    with pytest.raises(SourceError, match=r"no fitting picture in region 'toy' \(24 one colour\); try another source"):
        collected("panoramax", server.url, tmp_path / "out")
