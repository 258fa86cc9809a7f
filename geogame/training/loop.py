"""The training loop: one page from a task to averaged weights."""

from __future__ import annotations

import copy
import hashlib
import math
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import torch

from geogame.errors import CheckpointError, UsageError
from geogame.geolocators.checkpoint import WEIGHTS_FILE, load_weights
from geogame.training.ahead import Ahead
from geogame.training.ancestor import Ancestor, Lender
from geogame.training.memory import too_large
from geogame.training.names import BEST_FILE, LAST_FILE
from geogame.training.parallel import Helpers
from geogame.training.recipe import Recipe, TrainingSection
from geogame.training.schedule import learning_rate, stalled
from geogame.training.signals import taken
from geogame.training.stages import freeze_until_asked, parameter_groups
from geogame.training.state import (
    RunState,
    load_state,
    save_best,
    save_early,
    save_state,
    write_history,
)
from geogame.training.step import gradient
from geogame.training.task import Task
from geogame.training.team import Team, share_norms

ALONE: Final = Team()
EARLY: Final = 0.1
"""Share of the schedule after which the weights are kept for an apprentice."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the loop tells while it runs: ``progress`` 0..1 of the schedule, seconds, the epoch's loss so far.

    ``step_loss`` is the last step's alone, ``views`` counts the pictures trained on since the process began.
    """

    epoch: int
    step: int
    progress: float
    elapsed_s: float
    loss: float
    step_loss: float
    learning_rate: float
    views: int
    finished_epoch: dict[str, Any] | None = None


class Trainer:
    """One run: network, averaged network, optimiser and where they stand.

    Parameters
    ----------
    recipe
        The profile's recipe.
    task
        What is trained.
    identity
        Names recipe and data; a run resumes only with the same.
    folder
        The run's directory; made if it is not there.
    budget_s
        If given, the schedule is spread over this many seconds in place of the recipe's epochs.
    team
        The processes that train together.
    """

    def __init__(
        self,
        recipe: Recipe,
        task: Task,
        identity: str,
        folder: Path,
        budget_s: float | None = None,
        team: Team = ALONE,
    ) -> None:
        self.recipe, self.task, self.folder, self.budget_s, self.team = recipe, task, folder, budget_s, team
        self.network = task.network
        self.device = next(self.network.parameters()).device
        freeze_until_asked(self.network, recipe.training.unfreeze)
        if team.size > 1:
            share_norms(self.network)
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.optimiser = make_optimiser(self.network, recipe.training)
        self.state = RunState(identity=identity)
        self.steps_per_epoch = task.steps_per_epoch
        self.step_loss, self.views = math.nan, 0
        self.ancestor: Ancestor | None = None
        self.lender: Lender | None = None
        self.helpers: Helpers | None = None
        self.ahead = Ahead(task, team.shards, self.device)
        self._stop = False

    def start_from(self, ancestor: Ancestor) -> None:
        """Begin with the weights of another checkpoint in place of random ones."""
        for network in (self.network, self.average):
            load_weights(network, ancestor.tensors, ancestor.folder / WEIGHTS_FILE)
        self.ancestor = ancestor
        self.state.identity = short_hash(f"{self.state.identity}|{ancestor.sha256}")

    def resume(self) -> None:
        """Take up the state in the run's directory, if there is one."""
        if not (self.folder / LAST_FILE).is_file():
            return
        self.state = load_state(self.folder, self.state.identity, self.network, self.average, self.optimiser)

    def share(self, processes: int) -> None:
        """Share every step between so many processes of one thread each (on the processor only)."""
        if processes > 1 and self.team.size > 1:
            message = "torchrun already shares the steps; leave out --processes"
            raise UsageError(message)
        if processes > 1:
            self.helpers = Helpers(processes - 1, self.task, self.recipe)
            self.ahead = Ahead(self.task, self.helpers.own_shards, self.device)
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
        with taken(self._stop_after_step, signal.SIGINT, signal.SIGTERM):
            while (progress := self._agreed()) < 1 and (max_steps is None or self.state.step < max_steps):
                loss = self.train_step(progress)
                now_s = time.monotonic()
                self.state.elapsed_s = before_s + now_s - began_s
                self._agreed()
                entry = self._close_epoch() if self._epoch_is_over() else None
                self.state.elapsed_s = before_s + time.monotonic() - began_s
                report(self._told(loss, self.learning_rate(progress), entry))
                if self._stop or entry or now_s - saved_s > self.recipe.training.save_every_s:
                    self._save()
                    saved_s = time.monotonic()
                if self._stop:
                    raise KeyboardInterrupt
            self._save()

    def _told(self, loss: float, rate: float, entry: dict[str, Any] | None) -> Report:
        state = self.state
        where = self._epoch(), state.step, self._progress(), state.elapsed_s
        return Report(*where, loss, self.step_loss, rate, self.views, entry)

    def _epoch(self) -> int:
        return self.state.step // self.steps_per_epoch

    def _progress(self) -> float:
        """Share of the schedule that is done, 0..1."""
        if stalled(self._scores(), self.recipe.training.patience):
            return 1.0
        if self.budget_s is not None:
            return min(1.0, self.state.elapsed_s / self.budget_s)
        return min(1.0, self.state.step / (self.recipe.training.epochs * self.steps_per_epoch))

    def _agreed(self) -> float:
        """Progress as all processes see it, after each has heard of the others' time and wish to stop."""
        own = [self.state.elapsed_s, float(self._stop)]
        self.state.elapsed_s, stop = self.team.largest(own, self.device)
        self._stop = bool(stop)
        return self._progress()

    def _scores(self) -> list[float]:
        return [entry[self.task.score] for entry in self.state.history]

    def _epoch_is_over(self) -> bool:
        return self.state.step % self.steps_per_epoch == 0 or self._progress() >= 1

    def learning_rate(self, progress: float) -> float:
        """Rate at a share of the schedule."""
        return learning_rate(self.recipe.training, progress, self._scores())

    def train_step(self, progress: float) -> float:
        """Do one optimiser step at that share of the schedule; returns the mean loss of the epoch so far."""
        step, rate = self.state.step, self.learning_rate(progress)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["rate"]
        if self.helpers is not None:
            self.helpers.begin(step, self.network)
        batch = self.ahead.draw(step)
        self.views += round(batch.views / batch.share)
        value = self._gradient(batch, step)
        del batch
        value = self.team.add_up(self.network, value)
        if self.helpers is not None:
            value = self.helpers.end(self.network, value)
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.training.clip)
        if not math.isfinite(value + float(norm)):
            self._fail(value)
        self.optimiser.step()
        self.state.step += 1
        self._update_average()
        self.step_loss = value
        self.state.loss_sum += value
        self.state.loss_steps += 1
        return self.state.loss_sum / self.state.loss_steps

    def _gradient(self, batch: Any, step: int) -> float:
        try:
            return gradient(self.task, self.network, batch, step, self.recipe.training, self.team.rank)
        except torch.OutOfMemoryError:
            pass  # what it holds is free once this block is left
        raise too_large(self.task, self.network, step, self.recipe.training, alone=self.team.size == 1)

    def _fail(self, value: float) -> None:
        """End a run whose numbers have left the finite ones; nothing is written over."""
        kept = [str(self.folder / name) for name in (BEST_FILE, LAST_FILE) if (self.folder / name).is_file()]
        message = (
            f"the loss is {value} at step {self.state.step} (epoch {self._epoch() + 1}) or its gradient is not finite, "
            f"and the step was not made; lower training.learning_rate in the recipe. Good weights: "
            f"{', '.join(kept) or 'none were saved yet'}"
        )
        raise CheckpointError(message)

    def _update_average(self) -> None:
        keep = min(self.recipe.training.ema, (1 + self.state.step) / (10 + self.state.step))
        new, old = self.network.state_dict(), self.average.state_dict()
        with torch.no_grad():
            pairs = [(old[name], value) for name, value in new.items() if value.is_floating_point()]
            torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - keep)

    def _close_epoch(self) -> dict[str, Any]:
        """Validate, remember, and keep the weights if they are the best."""
        entry: dict[str, Any] = {
            "epoch": math.ceil(self.state.step / self.steps_per_epoch),
            "step": self.state.step,
            "elapsed_s": round(self.state.elapsed_s, 1),
            "learning_rate": self.learning_rate(self._progress()),
            "loss": self.state.loss_sum / self.state.loss_steps,
        }
        figures = self.task.validate(self.average) if self.team.leads else None
        entry |= self.team.told(figures, self.device)
        self.state.history.append(entry)
        self.state.loss_sum, self.state.loss_steps = 0.0, 0
        if self.state.best_score is None or entry[self.task.score] < self.state.best_score:
            self.state.best_score = entry[self.task.score]
            if self.team.leads:
                save_best(self.folder, self.average)
        self._keep_early()
        return entry

    def _keep_early(self) -> None:
        """Keep the weights that would be exported after the first epoch that ends past the schedule's first tenth."""
        if self.state.early is None and self.task.plays_early and EARLY <= self._progress() < 1:
            self.state.early = min(self.state.history, key=lambda entry: float(entry[self.task.score]))
            if self.team.leads:
                save_early(self.folder)

    def _save(self) -> None:
        if not self.team.leads:
            return
        save_state(self.folder, self.state, self.network, self.average, self.optimiser)
        write_history(self.folder, self.state.history)

    def _stop_after_step(self, number: int, frame: FrameType | None) -> None:
        """Let the first Ctrl-C or SIGTERM end the step under way; a second one ends at once."""
        if self._stop:
            signal.default_int_handler(number, frame)
        self._stop = True


def make_optimiser(network: Any, options: TrainingSection) -> torch.optim.Optimizer:
    """Make the recipe's optimiser over everything in a network that learns at some time."""
    groups = parameter_groups(network, options)
    if options.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=options.learning_rate, momentum=options.momentum)
    kind = torch.optim.AdamW if options.optimiser == "adamw" else torch.optim.Adam
    return kind(groups, lr=options.learning_rate)


def short_hash(text: str) -> str:
    """Sixteen hexadecimal digits that name a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
