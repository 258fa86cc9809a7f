"""The training loop: one page from a recipe and a cached catalog to averaged weights."""

from __future__ import annotations

import copy
import hashlib
import math
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from geogame.datasets import PlaceTable, normalise
from geogame.errors import CheckpointError, UsageError
from geogame.geo import distance_km
from geogame.geolocators.checkpoint import WEIGHTS_FILE, load_weights
from geogame.geolocators.decoding import Decoder
from geogame.geolocators.networks import AnchoredOptions, NetworkConfig, Output, build_network
from geogame.partitions import Partition, coarsen
from geogame.training.ancestor import Ancestor
from geogame.training.batch import BatchSource, forward, gradient
from geogame.training.objective import Objective, cell_anchors, decay_groups, place_anchors
from geogame.training.parallel import Helpers
from geogame.training.recipe import Recipe
from geogame.training.state import (
    LAST_FILE,
    RunState,
    load_state,
    save_best,
    save_state,
    write_history,
)

VALIDATION_BATCH: Final = 32
BENCH_STEPS: Final = 30


@dataclass(frozen=True, slots=True)
class Report:
    """What the loop tells while it runs: ``progress`` 0..1 of the schedule, seconds, the running loss."""

    epoch: int
    step: int
    progress: float
    elapsed_s: float
    loss: float
    finished_epoch: dict[str, Any] | None = None


class Trainer:
    """One run: network, averaged network, optimiser and where they stand.

    Parameters
    ----------
    recipe
        The profile's recipe.
    table
        The catalog's cache.
    partition
        The recipe's cells.
    dataset_id
        The catalog's build id.
    folder
        The run's directory; made if it is not there.
    device
        Where the network runs.
    budget_s
        If given, the schedule is spread over this many seconds in place of the recipe's epochs.
    """

    def __init__(
        self,
        recipe: Recipe,
        table: PlaceTable,
        partition: Partition,
        dataset_id: str,
        folder: Path,
        device: torch.device,
        budget_s: float | None = None,
    ) -> None:
        self.recipe, self.table, self.folder, self.device, self.budget_s = recipe, table, folder, device, budget_s
        self.train_rows, self.val_rows = table.rows("train"), table.rows("val")
        if len(self.train_rows) < 2 or len(self.val_rows) < 1:
            message = (
                f"the dataset has {len(self.train_rows)} training and {len(self.val_rows)} validation places; "
                "build a larger one"
            )
            raise UsageError(message)
        rows = self.train_rows
        lats, lons, cells = table.lats[rows], table.lons[rows], table.cells[rows]
        options = recipe.geolocator
        self.cell_anchors = cell_anchors(lats, lons, cells, np.array(partition.anchors))
        self.anchors = self.cell_anchors
        groups: list[NDArray[np.int64]] = []
        if isinstance(options, AnchoredOptions):
            self.anchors = place_anchors(lats, lons, cells, options.anchor_deg, options.anchor_min_places)
            groups = [coarsen(partition, degrees) for degrees in options.coarse_deg]
        self.objective = Objective(
            _tensor(self.cell_anchors, device),
            _tensor(self.anchors, device),
            tuple(_tensor(np.eye(group.max() + 1)[group], device) for group in groups),
            recipe.targets,
        )
        torch.manual_seed(recipe.training.seed)
        self.network = (
            build_network(
                NetworkConfig(
                    options,
                    cells=len(partition),
                    anchors=len(self.anchors),
                    coarse=tuple(int(group.max()) + 1 for group in groups),
                    views=table.pixels.shape[1],
                    size=recipe.data.size,
                )
            )
            .to(device)
            .to(memory_format=torch.channels_last)
        )
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.optimiser = torch.optim.AdamW(
            decay_groups(self.network, recipe.training.weight_decay), lr=recipe.training.learning_rate
        )
        known = f"{recipe.model_dump_json()}|{dataset_id}|{partition.fingerprint}"
        self.state = RunState(identity=hashlib.sha256(known.encode()).hexdigest()[:16])
        self.source = BatchSource(recipe, table, self.train_rows)
        self.steps_per_epoch = self.source.steps_per_epoch
        self.ancestor: Ancestor | None = None
        self.helpers: Helpers | None = None
        self._stop = False

    def start_from(self, ancestor: Ancestor) -> None:
        """Begin with the weights of another checkpoint in place of random ones."""
        for network in (self.network, self.average):
            load_weights(network, ancestor.tensors, ancestor.folder / WEIGHTS_FILE)
        self.ancestor = ancestor
        self.state.identity = hashlib.sha256(f"{self.state.identity}|{ancestor.sha256}".encode()).hexdigest()[:16]

    def resume(self) -> None:
        """Take up the state in the run's directory, if there is one."""
        if not (self.folder / LAST_FILE).is_file():
            return
        state = load_state(self.folder, self.network, self.average, self.optimiser)
        if state.identity != self.state.identity:
            message = (
                f"{self.folder} holds a run of another recipe, dataset or profile; repeat the command that began "
                "it, or choose another --out"
            )
            raise CheckpointError(message)
        self.state = state

    def share(self, processes: int) -> None:
        """Share every step between so many processes of one thread each (on the processor only)."""
        if processes > 1:
            self.helpers = Helpers(processes - 1, self.source, self.objective, self.network)
            torch.set_num_threads(1)

    def run(self, report: Callable[[Report], None] = lambda _: None, max_steps: int | None = None) -> None:
        """Train to the schedule's end.

        Parameters
        ----------
        report
            Called after every step and epoch.
        max_steps
            Stop, with the state kept, after so many optimiser steps in all.

        Raises
        ------
        KeyboardInterrupt
            After Ctrl-C or SIGTERM, once the state has been written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        began_s, before_s = time.monotonic(), self.state.elapsed_s
        saved_s = began_s
        with self._stop_on_signals():
            while (progress := self._progress()) < 1 and (max_steps is None or self.state.step < max_steps):
                loss = self.train_step(progress)
                now_s = time.monotonic()
                self.state.elapsed_s = before_s + now_s - began_s
                entry = self._close_epoch() if self._epoch_is_over() else None
                self.state.elapsed_s = before_s + time.monotonic() - began_s
                report(Report(self._epoch(), self.state.step, self._progress(), self.state.elapsed_s, loss, entry))
                if self._stop or entry or now_s - saved_s > self.recipe.training.save_every_s:
                    self._save()
                    saved_s = time.monotonic()
                if self._stop:
                    raise KeyboardInterrupt
            self._save()

    def _epoch(self) -> int:
        return self.state.step // self.steps_per_epoch

    def _progress(self) -> float:
        """Share of the schedule that is done, 0..1."""
        if self.budget_s is not None:
            return min(1.0, self.state.elapsed_s / self.budget_s)
        return min(1.0, self.state.step / (self.recipe.training.epochs * self.steps_per_epoch))

    def _epoch_is_over(self) -> bool:
        return self.state.step % self.steps_per_epoch == 0 or self._progress() >= 1

    def learning_rate(self, progress: float) -> float:
        """Linear warm-up, then a cosine down to the final rate."""
        options = self.recipe.training
        if progress < options.warmup:
            return options.learning_rate * max(progress / options.warmup, 0.01)
        turn = (progress - options.warmup) / (1 - options.warmup)
        low, high = options.final_learning_rate, options.learning_rate
        return low + (high - low) * 0.5 * (1 + math.cos(math.pi * turn))

    def train_step(self, progress: float) -> float:
        """Do one optimiser step at that share of the schedule; returns the mean loss of the epoch so far."""
        options = self.recipe.training
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate(progress)
        if self.helpers is not None:
            self.helpers.begin(self.state.step, self.network)
        batch = self.source.draw(self.state.step, 0, 1 if self.helpers is None else self.helpers.parts)
        value = gradient(self.network, self.objective, batch, options.precision)
        if self.helpers is not None:
            value = self.helpers.end(self.network, value)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), options.clip)
        self.optimiser.step()
        self.state.step += 1
        self._update_average()
        if not math.isfinite(value):
            message = f"the loss is {value} at step {self.state.step}; lower training.learning_rate in the recipe"
            raise CheckpointError(message)
        self.state.loss_sum += value
        self.state.loss_steps += 1
        return self.state.loss_sum / self.state.loss_steps

    def _update_average(self) -> None:
        keep = min(self.recipe.training.ema, (1 + self.state.step) / (10 + self.state.step))
        new, old = self.network.state_dict(), self.average.state_dict()
        with torch.no_grad():
            pairs = [(old[name], value) for name, value in new.items() if value.is_floating_point()]
            torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - keep)

    def outputs(self, rows: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], Output, Tensor]]:
        """Run the averaged network over rows; gives rows, outputs and masks batch by batch."""
        with torch.inference_mode():
            for start in range(0, len(rows), VALIDATION_BATCH):
                part = rows[start : start + VALIDATION_BATCH]
                pictures = normalise(torch.from_numpy(self.table.pixels[part])).to(self.device)
                mask = torch.from_numpy(self.table.present[part]).to(self.device)
                yield part, forward(self.average, pictures, mask, self.recipe.training.precision), mask

    def probabilities(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Probabilities ``(n, cells)`` and ``(n, anchors)`` of the averaged network, all views seen."""
        cells, anchors = [], []
        for _, output, _ in self.outputs(rows):
            cells.append(output.cells[:, -1].float().softmax(-1).cpu().numpy())
            anchors.append(output.anchors[:, -1].float().softmax(-1).cpu().numpy())
        return np.concatenate(cells), np.concatenate(anchors)

    def _close_epoch(self) -> dict[str, Any]:
        """Validate, remember, and keep the weights if they are the best."""
        cells, anchors = self.probabilities(self.val_rows)
        lats, lons = Decoder(self.anchors)(anchors)
        errors = distance_km(self.table.lats[self.val_rows], self.table.lons[self.val_rows], lats, lons)
        entry = {
            "epoch": math.ceil(self.state.step / self.steps_per_epoch),
            "step": self.state.step,
            "elapsed_s": round(self.state.elapsed_s, 1),
            "learning_rate": self.learning_rate(self._progress()),
            "loss": self.state.loss_sum / self.state.loss_steps,
            "val_mean_km": float(errors.mean()),
            "val_median_km": float(np.median(errors)),
            "val_top1": float((cells.argmax(1) == self.table.cells[self.val_rows]).mean()),
        }
        self.state.history.append(entry)
        self.state.loss_sum, self.state.loss_steps = 0.0, 0
        if self.state.best_km is None or entry["val_mean_km"] < self.state.best_km:
            self.state.best_km = entry["val_mean_km"]
            save_best(self.folder, self.average)
        return entry

    def _save(self) -> None:
        save_state(self.folder, self.state, self.network, self.average, self.optimiser)
        write_history(self.folder, self.state.history)

    @contextmanager
    def _stop_on_signals(self) -> Iterator[None]:
        """Let the first Ctrl-C or SIGTERM end the step under way; a second one ends at once."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self._stop:
                signal.default_int_handler(number, frame)
            self._stop = True

        try:
            before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not the main thread, which alone gets signals
            yield
            return
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _tensor(values: NDArray[Any], device: torch.device) -> Tensor:
    return torch.as_tensor(np.asarray(values, dtype=np.float32), device=device)
