"""The play page as a state machine: which screen is shown, which round, and what a click changes.

No Streamlit and no clock: each method returns the next state, or the same one when the event does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geogame.game import Game, OpponentGuess
    from geogame.game.modes import RoundClock
    from geogame.ui.play.start import Choice


class Stage(StrEnum):
    """What the page shows."""

    START = "start"
    DRAWING = "drawing"
    GUESS = "guess"
    REVEAL = "reveal"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Play:
    """Where a player stands.

    Attributes
    ----------
    stage : Stage
        The screen.
    choice : Choice or None
        What was chosen at the start; kept for the next game.
    game : Game or None
        The game under way, ``None`` at the start screen.
    index : int
        The round on screen, from 0.
    heard : str
        Nonce of the last event from the map that was acted on, so that a rerun does not act twice.
    error : str
        Why the last game did not start, or is not where it was on this screen.
    game_id : str
        What the game is kept under.
    clock : RoundClock or None
        Of the round on screen, if its time is limited and has begun to run.
    """

    stage: Stage = Stage.START
    choice: Choice | None = None
    game: Game | None = None
    index: int = 0
    heard: str = ""
    error: str = ""
    game_id: str = ""
    clock: RoundClock | None = None

    def begin(self, choice: Choice, game: Game, game_id: str = "") -> Play:
        """Start a game at its first round; an endless one while that is being drawn."""
        stage = Stage.GUESS if game.rounds else Stage.DRAWING
        return Play(stage, choice=choice, game=game, heard=self.heard, game_id=game_id)

    def resume(self, choice: Choice, game: Game, game_id: str, index: int, *, ended: bool) -> Play:
        """Go on with a kept game where it stood: at round ``index``, or at its summary once it has ``ended``."""
        play = Play(choice=choice, game=game, index=index, heard=self.heard, game_id=game_id)
        if ended:
            return replace(play, stage=Stage.SUMMARY)
        if index >= len(game.rounds):
            return replace(play, stage=Stage.DRAWING)
        return replace(play, stage=Stage.REVEAL if game.rounds[index].done else Stage.GUESS)

    def dealt(self, game: Game) -> Play:
        """Go on to the round that a growing game was dealt; end the game if there was no other."""
        if self.stage is not Stage.DRAWING or self.game is None:
            return self
        if len(game.rounds) == len(self.game.rounds):
            return self.finish()
        return replace(self, stage=Stage.GUESS, game=game, index=len(game.rounds) - 1)

    def refuse(self, choice: Choice, error: str) -> Play:
        """Stay at the start screen and say why."""
        return Play(choice=choice, heard=self.heard, error=error)

    @property
    def ready(self) -> bool:
        """Whether the round on screen has every opponent's guess, so that the human may confirm."""
        return self.game is not None and self.stage is not Stage.DRAWING and self.game.rounds[self.index].ready

    def prepare(self, guesses: Mapping[str, OpponentGuess]) -> Play:
        """Keep the opponents' guesses for the round on screen; one that is kept never changes."""
        if self.stage is not Stage.GUESS or self.game is None or not guesses:
            return self
        return replace(self, game=self.game.prepare(guesses, self.index))

    def confirm(self, lat: float, lon: float, *, nonce: str, now_s: float = 0.0) -> Play:
        """Take the human's guess; nothing happens before the opponents' guesses are kept, or twice.

        Parameters
        ----------
        lat, lon
            Degrees.
        nonce
            Names the event.
        now_s
            What the server's clock says, as in `tick`; a guess that comes too late is none.
        """
        if self.stage is not Stage.GUESS or self.game is None or nonce == self.heard or not self.ready:
            return self
        if self.clock is not None and self.clock.is_over(now_s):
            return self.tick(now_s)
        game = self.game.guess(lat, lon, round_index=self.index)
        return replace(self, stage=Stage.REVEAL, game=game, heard=nonce, error="", clock=None)

    def tick(self, now_s: float) -> Play:
        """Let a limited round's time begin once it can be guessed, and end the round when that is over.

        Parameters
        ----------
        now_s
            What a clock of the server's says that only grows.
        """
        if self.stage is not Stage.GUESS or self.game is None or self.game.time_limit_s is None or not self.ready:
            return self
        if self.clock is None:
            from geogame.game.modes import RoundClock

            return replace(self, clock=RoundClock(self.game.time_limit_s, now_s))
        if not self.clock.is_over(now_s):
            return self
        return replace(self, stage=Stage.REVEAL, game=self.game.miss(self.index), error="", clock=None)

    def advance(self) -> Play:
        """Go from a reveal to the next round, dealt or to be dealt, or to the summary after the last."""
        if self.stage is not Stage.REVEAL or self.game is None:
            return self
        if self.index + 1 < len(self.game.rounds):
            return replace(self, stage=Stage.GUESS, index=self.index + 1, error="")
        from geogame.game.modes import goes_on

        if goes_on(self.game):
            return replace(self, stage=Stage.DRAWING, index=self.index + 1, error="")
        return replace(self, stage=Stage.SUMMARY, error="")

    def finish(self) -> Play:
        """End a growing game: its summary, or the start screen if nothing was played."""
        if self.game is None or self.game.current is not None:
            return self
        if not self.game.rounds:
            return self.leave()
        return replace(self, stage=Stage.SUMMARY, index=min(self.index, len(self.game.rounds) - 1))

    def leave(self) -> Play:
        """Go back to the start screen, keeping the choices."""
        return Play(choice=self.choice, heard=self.heard)
