"""Started by torchrun: trains made tasks for so many steps and prints every step's loss, from the first process."""

import json
import sys
from pathlib import Path

import made_task

from geogame.training.loop import Trainer
from geogame.training.team import Team


def own_threads() -> list[str]:
    """Names of this process's threads; none where there is no /proc."""
    return [task.joinpath("comm").read_text() for task in Path("/proc/self/task").glob("*")]


def main() -> None:
    team = Team.join(made_task.CPU)
    losses = {}
    for name, task in made_task.team_tasks().items():
        trainer = Trainer(task.recipe, task, name, Path(sys.argv[1], name), team=team)
        losses[name] = made_task.step_losses(trainer, int(sys.argv[2]))
        told = team.told({"loss": losses[name][-1]} if team.leads else None, made_task.CPU)
        assert told == {"loss": losses[name][-1]}
    team.leave()
    assert not [name for name in own_threads() if "gloo" in name], "a thread of the team that is left aborts the exit"
    if team.leads:
        sys.stdout.write(json.dumps(losses) + "\n")


if __name__ == "__main__":
    main()
