from geogame.world.kernels import drop_stale_kernels


def test_compiled_kernels_go_when_what_they_import_has_changed(tmp_path):
    compiled = tmp_path / "ground.shade_ground-1.py311.nbi"
    foreign = tmp_path / "elsewhere.other-1.py311.nbi"
    compiled.touch()
    foreign.touch()
    assert drop_stale_kernels(tmp_path) == ["ground"]
    assert not compiled.exists()
    assert foreign.exists()
    compiled.touch()
    assert drop_stale_kernels(tmp_path) == []
    assert compiled.exists()
    (tmp_path / "ground.kernels").write_text("of an older source")
    assert drop_stale_kernels(tmp_path) == ["ground"]


def test_no_compiled_kernels_is_nothing_to_drop(tmp_path):
    assert drop_stale_kernels(tmp_path / "none") == []
