import re

import pytest
from servers.collecting import impatient
from servers.google_server import KEY, OK, SECRET, google_server

from geogame.errors import GeogameError, UsageError
from geogame.sources import SOURCES
from geogame.sources.google import Credentials, find, picture_url, read_credentials, sign
from geogame.sources.remote.client import HostStopError, MissingError, TransientError
from geogame.sources.services import SERVICES

OWN = Credentials(KEY, SECRET)


def test_the_signature_is_that_of_googles_own_example() -> None:
    url = "https://maps.googleapis.com/maps/api/geocode/json?address=New+York&client=clientID"
    assert sign(url, SECRET) == f"{url}&signature=chaRF2hTJKOScPr-RQCEhZbSzIE="


def test_a_panorama_near_a_place_is_found_and_its_picture_has_a_signed_address() -> None:
    with google_server(OK).running() as server, impatient() as client:
        found = find(client, 48.8584, 2.2945, OWN, base=server.url)
    assert (found.pano, found.lat, found.lon, found.month) == ("p1", 48.85841, 2.29451, "2022-06")
    url = picture_url("https://maps.googleapis.com", found.pano, 90, OWN)
    assert re.search(r"streetview\?size=640x640&pano=p1&heading=90&.*return_error_code=true.*&signature=", url)


@pytest.mark.parametrize(
    ("change", "error", "why"),
    [
        ({"status": "ZERO_RESULTS"}, MissingError, "no panorama within 50 m"),
        ({"status": "NOT_FOUND"}, MissingError, "no panorama"),
        ({"status": "OVER_QUERY_LIMIT"}, HostStopError, "quota of the key is spent"),
        ({"status": "REQUEST_DENIED"}, HostStopError, "GOOGLE_MAPS_API_KEY or its signature is refused"),
        ({"status": "INVALID_REQUEST"}, HostStopError, "malformed"),
        ({"status": "UNKNOWN_ERROR"}, TransientError, "try again"),
        ({"status": "SURPRISE"}, HostStopError, "not one of its own"),
        ({"location": {"lat": 48.87, "lng": 2.2945}}, MissingError, r"lies 12\d\d m away, more than 50 m"),
        ({"copyright": "© A. Visitor"}, MissingError, "A. Visitor.*not Google's own"),
        ({"location": {}}, HostStopError, "lacks 'lat'"),
    ],
)
def test_every_other_answer_is_explained(change: dict[str, object], error: type[GeogameError], why: str) -> None:
    with google_server({**OK, **change}).running() as server, impatient() as client, pytest.raises(error, match=why):
        find(client, 48.8584, 2.2945, OWN, base=server.url)


def test_a_wrong_secret_is_refused_and_neither_key_nor_secret_is_shown() -> None:
    wrong = Credentials(KEY, "AAAA")
    with google_server(OK).running() as server, impatient() as client, pytest.raises(HostStopError) as stop:
        find(client, 48.8584, 2.2945, wrong, base=server.url)
    assert KEY not in str(stop.value) + repr(wrong)


def test_the_key_is_cut_off_what_the_http_library_logs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"), google_server(OK).running() as server, impatient() as client:
        find(client, 48.8584, 2.2945, OWN, base=server.url)
    assert "streetview/metadata" in caplog.text
    assert KEY not in caplog.text


def test_without_a_key_the_user_is_told_what_to_use_instead() -> None:
    with pytest.raises(UsageError, match=r"GOOGLE_MAPS_API_KEY.*terms bar storing.*use osv5m, panoramax or mapillary"):
        read_credentials({})


def test_no_dataset_can_be_built_from_it() -> None:
    assert "google" not in {*SOURCES, *SERVICES}
