from geogame.cli.compare import _text


def row(name: str, mean_km: float) -> dict:
    return {"name": name, "mean_km": mean_km, "median_km": mean_km / 2, "top1": 0.25, "mean_score": 3000.0}


def difference(mean: float, low: float, high: float) -> dict:
    return {"mean": mean, "ci95": [low, high], "excludes_zero": low > 0 or high < 0}


def test_differences_are_told_in_their_units_with_the_side_they_speak_for() -> None:
    text = _text({
        "n": 2430, "split": "all", "left_out": 7, "models": [row("ours", 198.0), row("ours again", 201.0)],
        "against": [row("theirs", 215.0)],
        "difference": {
            "error_km": difference(-15.5, -20.0, -11.0),
            "score": difference(3.0, -5.0, 11.0),
            "top1": difference(-0.021, -0.03, -0.012),
        },
    })  # fmt: skip
    lines = text.splitlines()
    assert lines[0] == "2430 places of split all, 7 too close to training places left out"
    assert len({len(line) for line in lines[1:5]}) == 1, "columns stand below one another"
    assert lines[-3:] == [
        "  distance      -15.5 km (-20.0 to -11.0), better: models",
        "  score         +3.0 points (-5.0 to +11.0), may be chance",
        "  right cell    -2.10 % of places (-3.00 to -1.20), better: against",
    ]
