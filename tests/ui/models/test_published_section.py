"""Published models are fetched, cancelled, resumed and verified from the Models page, from a hub on loopback."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tiny_published
from servers.hub_server import hub_server
from servers.loopback import Fault, Loopback
from streamlit.testing.v1 import AppTest

from geogame.geolocators.published import is_verified, missing
from geogame.training.process import is_alive
from geogame.ui.jobs import Job
from geogame.ui.models import words
from geogame.ui.models.fetching import fetching

MODEL = "osv5m"
WEIGHTS = "pytorch_model.bin"
APP = str(Path(__file__).parents[3] / "streamlit_app.py")
TIMEOUT_S = 200


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path / "published"))
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path / "runs"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with hub_server(tiny_published.osv5m()).running() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


@pytest.fixture
def page(hub: Loopback) -> AppTest:
    found = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    found.switch_page("pages/models.py").run()
    found.segmented_control(key="gg_models_section").set_value("published").run()
    assert not found.exception
    return found


def press(page: AppTest, what: str) -> None:
    page.button(key=f"gg_published_{what}_{MODEL}").click().run()
    assert not page.exception


def when(holds: Callable[[Job], bool]) -> Job:
    """Wait for what is done about the model to be so."""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        known = fetching(MODEL)
        if known is not None and holds(known):
            return known
        time.sleep(0.05)
    pytest.fail(f"it never came to that; now {fetching(MODEL)}")


def over(known: Job) -> bool:
    return not known.live


@pytest.mark.slow
def test_a_download_is_cancelled_gone_on_with_and_verified(page: AppTest, hub: Loopback, tmp_path: Path) -> None:
    hub.faults = [Fault(f"cdn.*{WEIGHTS}", "slow")]
    press(page, "get")
    begun = when(lambda known: known.status.doing == WEIGHTS)
    known = when(lambda known: known.status.done > begun.status.done)
    page.run()
    assert "of" in page.get("progress")[0].proto.text
    assert not [button for button in page.button if button.key == f"gg_published_get_{MODEL}"]
    press(page, "cancel")
    assert not is_alive(known.status.pid, known.status.process_start)
    assert fetching(MODEL) is None
    [part] = (tmp_path / "published").rglob("*.part")
    came = part.stat().st_size
    assert came

    hub.log.clear()
    press(page, "get")
    assert when(over).condition == "done"
    assert not missing(MODEL)
    assert any(asked.endswith(f"bytes={came}-") for asked in hub.served(f"cdn.*{WEIGHTS}"))
    page.run()
    assert "not yet verified" in page.success[0].value
    assert page.button(key=f"gg_published_get_{MODEL}").label == words.DOWNLOAD_AGAIN

    press(page, "dismiss")
    press(page, "verify")
    assert when(over).condition == "done"
    page.run()
    assert is_verified(MODEL)
    assert "as the hub says they are" in page.success[0].value
    assert any("is here, and verified on this machine" in text.value for text in page.markdown)


def test_a_download_that_fails_says_why_and_how_to_do_without(page: AppTest, hub: Loopback) -> None:
    hub.faults = [Fault("/api/models/", "replace", times=99, status=404)]
    press(page, "get")
    assert when(over).condition == "failed"
    page.run()
    assert "the hub knows no osv5m/baseline" in page.error[0].value
    press(page, "dismiss")
    assert not page.error
    assert page.button(key=f"gg_published_get_{MODEL}").label == words.DOWNLOAD
