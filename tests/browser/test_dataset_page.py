"""The dataset page in a real browser: filter, turn, open a place by key, flag it and take that back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_in

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from playwright.sync_api import expect

from geogame.catalog import open_catalog
from geogame.curation import marks, read_steps
from geogame.ui.dataset import words

PLACES, PER_PAGE = 30, 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("data") / "places"
    stand_in.build_stand_in(out, limit=PLACES)
    return out


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[App]:
    own = tmp_path_factory.mktemp("app")
    with serving_app(own, datasets=folder.parent, models=own / "none") as served:
        yield served


def test_a_place_is_found_opened_by_key_flagged_and_the_flag_taken_back(app: App, open_page, folder: Path) -> None:
    ids = open_catalog(folder).ids
    page = open_page(app.address, size=(1120, 700))
    page.get_by_role("link", name="Dataset").click()
    cards = page.locator("button.card")
    expect(cards).to_have_count(PER_PAGE)
    assert cards.first.get_attribute("data-id") == ids[0]
    assert cards.locator("img").first.evaluate("image => image.decode().then(() => image.naturalHeight)") == 32
    turn = page.get_by_role("spinbutton", name=words.PAGE_LABEL.format(pages=2))
    turn.fill("2")
    turn.press("Enter")
    expect(cards).to_have_count(PLACES - PER_PAGE)
    search = page.get_by_role("textbox", name=words.TEXT_LABEL)
    search.fill(ids[5])
    search.press("Enter")
    expect(cards).to_have_count(1)
    expect(page.get_by_text(f"1 of {PLACES} places fit")).to_be_visible()
    cards.first.press("Enter")
    expect(page.locator(".gg-data-views img")).to_have_count(4)
    note = page.get_by_role("textbox", name=words.NOTE_LABEL)
    note.fill("looks odd")
    note.press("Enter")
    page.get_by_role("button", name=words.FLAG, exact=True).click()
    expect(page.locator(".gg-data-mark")).to_contain_text("looks odd")
    assert {name: step.mark for name, step in marks(read_steps(folder)).items()} == {ids[5]: "flagged"}
    page.get_by_role("button", name=words.UNDO).click()
    expect(page.get_by_text("Taken back: “flagged” for 1 place.")).to_be_visible()
    assert marks(read_steps(folder)) == {}
    page.get_by_role("button", name=words.BACK).click()
    expect(cards).to_have_count(1)
    assert app.left_the_machine == []
