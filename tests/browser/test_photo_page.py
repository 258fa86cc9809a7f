"""The photo page in a real browser: photographs in, a guess out, and nothing of them left behind."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from photo import hostile

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.started import ROOT
from playwright.sync_api import Page, expect

from geogame.ui import texts
from geogame.ui.about import words as about
from geogame.ui.photo import words

OWN_FOLDERS = ("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
MARK = "geogame-mark-7f3a9c51e2"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server may write: its log and folders of its own for temporary files, caches and data."""
    folder = tmp_path_factory.mktemp("photo_app")
    for name in OWN_FOLDERS:
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="module")
def app(places: Path) -> Iterator[App]:
    model = ROOT / "models" / "usa-rendered"
    variables = {name: str(places / name) for name in OWN_FOLDERS}
    with serving_app(places, datasets=places / "none", models=model, variables=variables) as served:
        yield served


@pytest.fixture
def visit(app: App, open_page):
    """A function that opens the photo page as a new visitor."""

    def start(*, size: tuple[int, int] = (1440, 900), **options: object) -> Page:
        page = open_page(app.address, **options)
        expect(page.get_by_role("heading", name=texts.NO_DATASET_TITLE)).to_be_visible()
        page.get_by_role("link", name="Photo").click()
        expect(page.get_by_role("heading", name=words.TITLE)).to_be_visible()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        return page

    yield start
    assert app.left_the_machine == []


def upload(page: Page, *files: bytes, name: str = "photo") -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{name}-{n}.jpg", "mimeType": "image/jpeg", "buffer": data} for n, data in enumerate(files)]
    )


def at_rest(page: Page) -> None:
    """Wait until the server has answered what was asked last: what is saved or pressed before may be of another run."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def guessed(page: Page) -> None:
    """Wait until the server has drawn the page, and for the whole answer."""
    at_rest(page)
    expect(page.locator("section.gg-result h2")).to_be_visible()
    expect(page.get_by_role("heading", name=words.ALIKE_TITLE)).to_be_visible()
    at_rest(page)


def thumbnail(page: Page) -> str:
    return page.get_by_alt_text("Photograph 1 of 1").get_attribute("src") or ""


def test_a_photograph_gets_a_guess_with_its_doubt_and_a_picture_to_take_along(visit, tmp_path: Path) -> None:
    page = visit()
    upload(page, hostile.good()["jpeg"])
    guessed(page)
    expect(page.get_by_text("of its belief lies within")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("has never seen a photograph")
    expect(page.locator(".overlay .mark.model")).to_have_count(1)
    sizes = []
    for ticked in (False, True):
        if ticked:
            page.get_by_text(words.SHARE_PHOTOS).click()
            expect(page.get_by_role("checkbox", name=words.SHARE_PHOTOS)).to_be_checked()
            guessed(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=words.SHARE).click()
        saved = tmp_path / f"{ticked}.png"
        download.value.save_as(saved)
        with hostile.Image.open(saved) as picture:
            sizes.append(picture.size)
    assert download.value.suggested_filename == words.SHARE_FILE
    assert sizes[0][0] == sizes[1][0]
    assert sizes[0][1] < sizes[1][1]


def test_four_photographs_are_used_together(visit) -> None:
    page = visit(size=(390, 844), theme="dark")
    upload(page, *(hostile.good()[kind] for kind in ("jpeg", "png", "webp", "avif")))
    guessed(page)
    expect(page.get_by_alt_text(re.compile("^Heat"))).to_have_count(4)
    expect(page.get_by_alt_text("Photograph 4 of 4")).to_have_count(1)


def test_a_bad_file_is_explained_and_a_good_one_works_after_it(visit) -> None:
    page = visit()
    upload(page, hostile.bad()["zip"])
    expect(page.get_by_role("alert")).to_contain_text("ZIP archive")
    expect(page.locator("section.gg-result")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.get_by_role("alert")).to_have_count(0)
    upload(page, hostile.good()["jpeg"])
    guessed(page)


def test_a_browser_that_refuses_its_camera_is_told_what_to_do(visit) -> None:
    page = visit(permissions=[])
    page.get_by_role("radio", name=words.WAYS["camera"]).or_(
        page.get_by_role("button", name=words.WAYS["camera"])
    ).first.click()
    expect(page.get_by_text(words.CAMERA_HELP)).to_be_visible()
    expect(page.get_by_test_id("stCameraInput")).to_contain_text(re.compile("camera", re.IGNORECASE))
    page.get_by_role("radio", name=words.WAYS["files"]).or_(
        page.get_by_role("button", name=words.WAYS["files"])
    ).first.click()
    upload(page, hostile.good()["png"])
    guessed(page)


def test_two_at_once_see_their_own_photograph_alone(visit) -> None:
    shades = [hostile.Image.new("RGB", hostile.SIZE, colour) for colour in ("orange", "navy")]
    pages = [visit() for _ in shades]
    for page, shade in zip(pages, shades, strict=True):
        upload(page, hostile.saved(shade, "JPEG", quality=90))
    sources = []
    for page in pages:
        guessed(page)
        sources.append(thumbnail(page))
    assert sources[0] != sources[1]
    for page, own, other in zip(pages, sources, sources[::-1], strict=True):
        heard = [said if isinstance(said, bytes) else said.encode() for said in page.watch.received]
        assert any(own.encode() in said for said in heard)
        assert not any(other.encode() in said for said in heard)


def test_the_page_is_used_by_keyboard_alone(visit) -> None:
    page = visit()
    with page.expect_file_chooser() as chooser:
        press_on(page, "e => e.matches('[data-testid=stFileUploader] button')")
    chooser.value.set_files(
        [{"name": "p.jpg", "mimeType": "image/jpeg", "buffer": hostile.placed((40.0, 30.0, 0.0), (96.0, 15.0, 0.0))}]
    )
    guessed(page)
    press_on(page, f"e => e.innerText.includes({words.COMPARE!r}) && e.matches('button')")
    expect(page.get_by_text("from the place the camera wrote")).to_be_visible()


def press_on(page: Page, wanted: str) -> None:
    """Go on with the Tab key until what has the focus is wanted, and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"({wanted})(document.activeElement)"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"nothing that is {wanted} is reached with the Tab key")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_of_a_photograph_is_written_anywhere(app: App, places: Path, visit) -> None:
    rng = hostile.np.random.default_rng(5)
    shown = hostile.Image.fromarray(rng.integers(0, 256, (300, 400, 3), dtype=hostile.np.uint8))
    exif = hostile.Image.Exif()
    exif[0x010E] = f"{MARK}-exif"
    data = hostile.saved(shown, "JPEG", quality=95, exif=exif, comment=f"{MARK}-comment".encode())
    middle = len(data) // 2
    marks = [MARK.encode(), data[middle : middle + 24], shown.tobytes()[30_000:30_024]]
    page = visit()
    upload(page, data, name=f"{MARK}-name")
    guessed(page)
    for mark in marks:
        planted = places / "TMPDIR" / "planted"
        planted.write_bytes(b"before" + mark + b"after")
        assert where_written(app, places, [mark]) == [str(planted)]
        planted.unlink()
    assert where_written(app, places, marks) == []
    page.get_by_role("button", name=words.SHARE).click()
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name=about.TITLE)).to_be_visible()
    assert where_written(app, places, marks) == []


def where_written(app: App, places: Path, marks: list[bytes]) -> list[str]:
    """Files that hold a mark: all the server may write to, all it and its children have open, its working folder."""
    paths = {path for path in places.rglob("*") if path.is_file() and not path.is_symlink()}
    paths |= {path for path in ROOT.iterdir() if path.is_file()}
    for folder in (".streamlit", "static", "models"):
        paths |= {path for path in (ROOT / folder).rglob("*") if path.is_file()}
    for process in family(app.process):
        for opened in Path(f"/proc/{process}/fd").iterdir():
            target = Path(os.path.realpath(opened))
            if target.is_file():
                paths.add(target)
    return sorted(str(path) for path in paths if any(mark in path.read_bytes() for mark in marks))


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    found = [process]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found
