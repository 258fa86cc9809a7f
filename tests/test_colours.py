from geogame.colours import cividis, gradient


def test_brightness_rises_with_the_figure_and_ends_where_the_scale_does() -> None:
    lights = [sum(cividis(step / 20)) for step in range(21)]
    assert lights == sorted(lights)
    assert cividis(-1) == cividis(0) == [0, 32, 77]
    assert cividis(7) == cividis(1) == [255, 234, 70]
    assert gradient().startswith("linear-gradient(90deg,#00204D")
