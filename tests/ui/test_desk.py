import threading
import time

import pytest

from geogame.errors import CheckpointError, GameError
from geogame.ui.play.desk import BATCH, Desk, Question

WAIT_S = 10


def questions(count, opponent="echo"):
    return [Question(opponent, "catalog", f"place-{i}") for i in range(count)]


def names(questions):
    return [question.location_id for question in questions]


def test_answers_are_kept_and_made_once():
    calls = []

    def load(name):
        def think(questions):
            calls.extend(question.location_id for question in questions)
            return [f"{name} in {question.catalog} at {question.location_id}" for question in questions]

        return think

    desk = Desk(load)
    asked = questions(3)
    desk.ask(asked)
    answers = [desk.answer(q, wait_s=WAIT_S) for q in asked]
    desk.ask(asked)
    assert answers == [f"echo in catalog at place-{i}" for i in range(3)]
    assert [desk.answer(q) for q in asked] == answers
    assert calls == [f"place-{i}" for i in range(3)]


def test_there_is_no_answer_while_the_opponent_thinks():
    gate = threading.Event()

    def load(name):
        def think(questions):
            gate.wait(WAIT_S)
            return names(questions)

        return think

    desk = Desk(load)
    [asked] = questions(1)
    desk.ask([asked])
    assert desk.answer(asked) is None
    gate.set()
    assert desk.answer(asked, wait_s=WAIT_S) == "place-0"


def test_a_model_is_loaded_once_and_not_on_the_caller_s_thread():
    loaded = []

    def load(name):
        loaded.append(threading.current_thread())
        return names

    desk = Desk(load)
    asked = questions(4)
    desk.ask(asked)
    desk.answer(asked[-1], wait_s=WAIT_S)
    assert len(loaded) == 1
    assert loaded[0] is not threading.current_thread()


def test_a_failed_load_is_told_and_tried_again_when_asked_again():
    tries = []

    def load(name):
        tries.append(name)
        if len(tries) == 1:
            raise CheckpointError("model.safetensors is missing; restore it")
        return names

    desk = Desk(load)
    [asked] = questions(1)
    desk.ask([asked])
    with pytest.raises(CheckpointError, match="is missing"):
        desk.answer(asked, wait_s=WAIT_S)
    desk.ask([asked])
    assert desk.answer(asked, wait_s=WAIT_S) == "place-0"


def test_an_unforeseen_error_is_explained_and_does_not_stop_the_desk():
    def load(name):
        def think(questions):
            return [1 / int(question.location_id[-1]) for question in questions]

        return think

    desk = Desk(load)
    bad, good = questions(2)
    desk.ask([bad, good])
    with pytest.raises(GameError, match=r"ZeroDivisionError.*choose another opponent") as caught:
        desk.answer(bad, wait_s=WAIT_S)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert desk.answer(good, wait_s=WAIT_S) == 1


class Held:
    """An opponent that writes down what it is asked together, and waits at the first of it for the gate."""

    def __init__(self):
        self.begun, self.gate, self.batches = threading.Event(), threading.Event(), []

    def load(self, name):
        def think(questions):
            self.batches.append(names(questions))
            self.begun.set()
            assert self.gate.wait(WAIT_S)
            return names(questions)

        return think

    def asked_while_it_thinks(self, desk, *games):
        """Ask one question, and while it is thought of what each game asks; return what was thought of then."""
        first = Question("echo", "catalog", "first")
        desk.ask([first])
        assert self.begun.wait(WAIT_S)
        for game in games:
            desk.ask(game)
        self.gate.set()
        for question in (question for game in games for question in game):
            desk.answer(question, wait_s=WAIT_S)
        return self.batches[1:]


def game(number, rounds=5, opponent="echo"):
    return [Question(opponent, "catalog", f"{number}.{i}") for i in range(rounds)]


def test_what_waits_for_one_opponent_is_put_to_it_together_in_bounded_batches():
    held = Held()
    batches = held.asked_while_it_thinks(Desk(held.load), *(game(k) for k in range(4)))
    assert [len(batch) for batch in batches] == [BATCH, BATCH, 20 - 2 * BATCH]


def test_the_rounds_one_sees_first_come_first_whoever_asks():
    held = Held()
    batches = held.asked_while_it_thinks(Desk(held.load), game("a"), game("b"), game("c"))
    order = [name for batch in batches for name in batch]
    assert order[:3] == ["a.0", "b.0", "c.0"]
    assert [name[-1] for name in order] == sorted(name[-1] for name in order)


def test_a_question_whose_answer_is_wanted_goes_before_the_others():
    held = Held()
    desk = Desk(held.load)
    desk.ask([Question("echo", "catalog", "first")])
    assert held.begun.wait(WAIT_S)
    late = game("a", 30)
    desk.ask(late)
    assert desk.answer(late[-1]) is None
    held.gate.set()
    assert desk.answer(late[-1], wait_s=WAIT_S) == "a.29"
    assert "a.29" in held.batches[1]


def test_many_sessions_asking_at_once_load_a_model_once_and_each_place_is_thought_of_once():
    loaded, thought = [], []

    def load(name):
        loaded.append(name)

        def think(questions):
            thought.extend(names(questions))
            return names(questions)

        return think

    desk, start = Desk(load), threading.Barrier(50)

    def visit():
        start.wait(WAIT_S)
        desk.ask(game("same"))

    sessions = [threading.Thread(target=visit) for _ in range(50)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(WAIT_S)
    answers = [desk.answer(question, wait_s=WAIT_S) for question in game("same")]
    assert answers == sorted(thought) == names(game("same"))
    assert loaded == ["echo"]


def test_no_more_than_so_many_questions_wait_and_one_left_out_is_answered_when_it_is_wanted():
    held = Held()
    desk = Desk(held.load, waiting=3)
    asked = game("a", 10)
    held.asked_while_it_thinks(desk, asked[:1])
    held.gate.clear()
    held.begun.clear()
    desk.ask([Question("echo", "catalog", "second")])
    assert held.begun.wait(WAIT_S)
    desk.ask(asked)
    assert len(desk._waiting) == 3
    held.gate.set()
    end = time.monotonic() + WAIT_S
    while desk.answer(asked[-1], wait_s=0.01) is None:
        assert time.monotonic() < end
    assert "a.9" in held.batches[-1]


def test_only_so_many_answers_are_kept_and_a_lost_one_is_thought_of_again():
    calls = []

    def load(name):
        def think(questions):
            calls.extend(names(questions))
            return names(questions)

        return think

    desk = Desk(load, kept=2)
    asked = questions(5)
    for question in asked:
        assert desk.answer(question, wait_s=WAIT_S) == question.location_id
    assert len(desk._answers) == 2
    assert desk.answer(asked[0], wait_s=WAIT_S) == "place-0"
    assert calls.count("place-0") == 2


def test_a_closed_desk_finishes_the_batch_under_way_and_starts_no_other():
    held = Held()
    desk = Desk(held.load)
    desk.ask([Question("echo", "catalog", "first")])
    assert held.begun.wait(WAIT_S)
    desk.ask(game("a"))
    closing = threading.Thread(target=desk.close)
    closing.start()
    with desk._changed:
        assert desk._changed.wait_for(lambda: desk._closed, WAIT_S)
    held.gate.set()
    closing.join(WAIT_S)
    assert not closing.is_alive()
    assert held.batches == [["first"]]
