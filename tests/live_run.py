"""Keep a run's directory alive as a training does, without training: ``live_run.py FOLDER STEPS_PER_SECOND``."""

import math
import sys
import time
from pathlib import Path

import torch

from geogame.training.loop import Report
from geogame.training.run import Run, open_run
from geogame.training.state import RunState, write_history

STEPS = 10_000
STEPS_PER_EPOCH = 20


def report(step: int, entry: dict[str, float] | None) -> Report:
    """What a loop would tell: a loss that falls, with a wave."""
    loss = 5 + 10 * math.exp(-step / 40) + math.sin(step)
    return Report(step // STEPS_PER_EPOCH, step, step / STEPS, 0.5 * step, loss, loss, 1e-3, 256 * step, entry)


def live(run: Run, steps_per_s: float) -> None:
    """Report step after step until a signal ends it."""
    state = RunState("live")
    run.begin({"settings.json": '{"profile": "bench", "recipe": {"name": "live", "training": {"seed": 3}}}'}, 0, CPU)
    for step in range(1, STEPS + 1):
        entry = None
        if step % STEPS_PER_EPOCH == 0:
            far_km = 250 + 1000 * math.exp(-step / 60)
            entry = {"epoch": step // STEPS_PER_EPOCH, "step": step, "elapsed_s": 0.5 * step, "loss": 5.0}
            entry |= {"val_mean_km": far_km, "val_median_km": 0.7 * far_km, "val_top1": 0.3 - far_km / 5000}
            state.history.append(entry)
            write_history(run.folder, state.history)
        run.report(report(step, entry))
        time.sleep(1 / steps_per_s)


CPU = torch.device("cpu")
if __name__ == "__main__":
    try:
        with open_run(Path(sys.argv[1]), ["live"], resume=True) as opened:
            live(opened, float(sys.argv[2]))
    except KeyboardInterrupt:
        sys.exit(130)
