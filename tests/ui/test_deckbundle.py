"""The contract with pydeck's internal file: it is there, exports what the map calls, or a message says what to do."""

from pathlib import Path

import pytest

from geogame.ui.deckbundle import EXPORTS, DeckBundle, DeckBundleError, check_bundle, find_bundle, missing_exports


def test_the_installed_pydeck_exports_what_the_map_calls():
    bundle = find_bundle()
    source = bundle.path.read_text(encoding="utf-8")
    assert missing_exports(source) == []
    for name in EXPORTS:
        assert source.count(f"{name}:()=>") == 1
    assert "factory()" in source[:600], "a classic script that sets its exports on window"


def test_the_installed_pydeck_is_of_the_tested_minor():
    assert find_bundle().pydeck_version.startswith("0.9.")


def test_a_missing_bundle_is_named_with_what_to_install(tmp_path: Path):
    with pytest.raises(DeckBundleError, match=r"pydeck 9\.9 has no deck\.gl bundle at .*pip install 'pydeck>="):
        check_bundle(DeckBundle(tmp_path / "index.js", "9.9"))


def test_a_bundle_without_an_export_is_refused_by_name(tmp_path: Path):
    script = tmp_path / "index.js"
    script.write_text("var x={createDeck:()=>a}", encoding="utf-8")
    with pytest.raises(DeckBundleError, match="does not export updateDeck"):
        check_bundle(DeckBundle(script, "9.9"))
