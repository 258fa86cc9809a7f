"""A Ray cluster of two nodes on this machine gives what this process gives."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import stand_in
from killing import content
from servers.collecting import SERVERS, EnoughError, collected, stop_before_examining
from servers.collecting import content as catalog_content
from servers.toy import offers

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.engines import LOCAL, Engine, open_engine
from geogame.errors import SourceError, UsageError
from geogame.sources.builder import build
from geogame.sources.ledger import read_ledger

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:ray\..*"),  # its own use of its own settings
]
TESTS = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Two nodes of one processor each; gives their address."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, (TESTS, TESTS.parent))))  # what workers import
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        nodes.add_node(num_cpus=1)
    yield nodes.address
    nodes.shutdown()


@pytest.fixture(scope="module")
def engine(cluster: str) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_ADDRESS", cluster)
        with open_engine("ray") as held:
            yield held


def where_it_runs() -> Callable[[int], tuple[int, str]]:
    """Tell which node squares a number."""
    import ray

    node = ray.get_runtime_context().get_node_id()

    def square(number: int) -> tuple[int, str]:
        if number < 0:
            message = f"{number} is negative"
            raise SourceError(message)
        return number * number, node

    return square


def test_items_are_worked_on_by_all_nodes_and_errors_come_back(engine: Engine) -> None:
    found = dict(engine.map(where_it_runs, list(range(40))))
    assert [found[number][0] for number in range(40)] == [number * number for number in range(40)]
    assert len({node for _, node in found.values()}) == 2
    with pytest.raises(SourceError, match="-1 is negative"):
        list(engine.map(where_it_runs, [-1]))
    assert list(engine.map(where_it_runs, [])) == []


def test_a_catalog_drawn_on_a_cluster_has_the_same_bytes_and_resumes(
    engine: Engine, built_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    class EnoughError(Exception):
        pass

    def stop(state: object) -> None:
        if len(read_ledger(out)) >= 5:
            raise EnoughError

    with pytest.raises(EnoughError):
        build(stand_in.OPTIONS, out, source=stand_in.source(), progress=stop, engine=engine)
    report = build(stand_in.OPTIONS, out, source=stand_in.source(), engine=engine)
    assert report.reused >= 5
    assert report.rendered + report.reused == 24
    assert content(out) == content(built_folder)


def test_photographs_worked_on_by_a_cluster_have_the_same_bytes_and_none_is_fetched_twice(
    engine: Engine, tmp_path: Path
) -> None:
    with SERVERS["panoramax"](offers()).running() as server:
        alone = collected("panoramax", server.url, tmp_path / "alone", per_cell=8, views=4)
        asked, server.log = sorted(server.log), []
        out = tmp_path / "out"
        with pytest.raises(EnoughError):
            collected("panoramax", server.url, out, engine=engine, progress=stop_before_examining, per_cell=8, views=4)
        many = collected("panoramax", server.url, out, engine=engine, per_cell=8, views=4)
    assert catalog_content(out) == catalog_content(tmp_path / "alone")
    assert (many.places, many.rejected, many.short) == (alone.places, alone.rejected, alone.short)
    assert sorted(server.log) == asked


def test_a_machine_that_draws_another_world_is_refused(engine: Engine, tmp_path: Path) -> None:
    from geogame.sources.pool import Drawing, Setup

    setup = Setup(stand_in.source(), (0.0,), 64, 32, 1, "full", 80, 0, tmp_path)
    with pytest.raises(SourceError, match="would draw world 5555555555555555, this one draws 0000"):
        list(engine.map(Drawing(setup, "0" * 16), [1]))


def test_evaluating_and_embedding_on_a_cluster_give_what_this_process_gives(
    engine: Engine, tiny_model: Path, gradient_folder: Path
) -> None:
    from geogame.cli.training import open_trained
    from geogame.evaluation.embedding import embed_catalog
    from geogame.evaluation.measure import measure
    from geogame.evaluation.report import quiet

    catalog = open_catalog(gradient_folder)
    folder, geolocator = open_trained(str(tiny_model), "cpu")
    here, there = (measure(folder, geolocator, catalog, "all", None, quiet, engine=each) for each in (LOCAL, engine))
    assert _rounded(there) == _rounded(here)
    features = [embed_catalog(geolocator, catalog, engine=each) for each in (LOCAL, engine)]
    np.testing.assert_allclose(features[1], features[0], atol=1e-5)


def _rounded(report: object) -> object:
    """Drop what the order of additions in the processor's threads may change."""
    return json.loads(json.dumps(report), parse_float=lambda text: float(f"{float(text):.4g}"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["dataset", "build", "usa-rendered", "--engine", "spark"], "--engine is one of local, ray"),
        (["dataset", "build", "usa-rendered", "--engine", "ray", "--workers", "2"], "--workers counts the processes"),
    ],
)
def test_wrong_use_is_explained(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_address_where_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    with pytest.raises(UsageError, match=r"no Ray cluster answers at 127\.0\.0\.1:9"), open_engine("ray"):
        pass
