import threading

import pytest

from geogame.errors import CheckpointError, GameError
from geogame.ui.play.desk import Desk, Question

WAIT_S = 10


def questions(count, opponent="echo"):
    return [Question(opponent, "catalog", f"place-{i}") for i in range(count)]


def test_answers_are_kept_and_made_once():
    calls = []

    def load(name):
        def think(question):
            calls.append(question.location_id)
            return f"{name} in {question.catalog} at {question.location_id}"

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
        def think(question):
            gate.wait(WAIT_S)
            return question.location_id

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
        return lambda question: question.location_id

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
        return lambda question: question.location_id

    desk = Desk(load)
    [asked] = questions(1)
    desk.ask([asked])
    with pytest.raises(CheckpointError, match="is missing"):
        desk.answer(asked, wait_s=WAIT_S)
    desk.ask([asked])
    assert desk.answer(asked, wait_s=WAIT_S) == "place-0"


def test_an_unforeseen_error_is_explained_and_does_not_stop_the_desk():
    def load(name):
        def think(question):
            return 1 / int(question.location_id[-1])

        return think

    desk = Desk(load)
    bad, good = questions(2)
    desk.ask([bad, good])
    with pytest.raises(GameError, match=r"ZeroDivisionError.*choose another opponent") as caught:
        desk.answer(bad, wait_s=WAIT_S)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert desk.answer(good, wait_s=WAIT_S) == 1


def test_a_closed_desk_finishes_the_guess_under_way_and_starts_no_other():
    begun, gate, thought = threading.Event(), threading.Event(), []

    def load(name):
        def think(question):
            begun.set()
            gate.wait(WAIT_S)
            thought.append(question.location_id)
            return question.location_id

        return think

    desk = Desk(load)
    desk.ask(questions(3))
    assert begun.wait(WAIT_S)
    closing = threading.Thread(target=desk.close)
    closing.start()
    assert desk._closed.wait(WAIT_S)
    gate.set()
    closing.join(WAIT_S)
    assert not closing.is_alive()
    assert thought == ["place-0"]
