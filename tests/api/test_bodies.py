"""What is sent to the API: whatever it is, a sentence answers it."""

from typing import Any

import pytest
from flask import Flask

from pwa.api.blueprint import UNREADABLE
from pwa.models.tables import Account
from tests.api.desk import Desk
from tests.tools.subscription import Subscription
from tests.web.client import JSON, Client
from tests.web.fixtures import SignIn

ATTEMPTS = ("hello", "beat", "goodbye", "answer")
NOT_OBJECTS = [b"", b"null", b"[]", b'"text"', b"12", b"{", b"\xff\xfe", b"[" * 100_000, b'{"token": "\xff"}']


def post(client: Client, path: str, data: bytes) -> dict[str, Any]:
    """Post these bytes and return the problem."""
    answer = client.ask("POST", path, data=data, content_type=JSON)
    assert answer.status_code == 422, answer.text
    problem: dict[str, Any] = answer.get_json()
    return problem


@pytest.mark.parametrize("verb", ATTEMPTS)
@pytest.mark.parametrize("data", NOT_OBJECTS, ids=range(len(NOT_OBJECTS)))
def test_what_is_not_an_object_cannot_be_read(client: Client, verb: str, data: bytes) -> None:
    problem = post(client, f"/api/v1/attempts/{verb}", data)
    assert (problem["code"], problem["detail"]) == ("invalid", UNREADABLE)


@pytest.mark.parametrize(
    "wrong",
    [{"epoch": None}, {"epoch": ""}, {"epoch": 12}, {"epoch": "x" * 65}, {"epoch": ["x"]}, {"epoch": "\ud800"},
     {"epoch": "\0"}, {"epoch": "a\nb"}],
)  # fmt: skip
def test_a_window_has_a_short_plain_name(desk: Desk, wrong: dict[str, Any]) -> None:
    for verb in ATTEMPTS:
        words = {"token": desk.token, "epoch": "window-1", "seq": 1, "number": 1, "key": "key", **wrong}
        assert desk.client.post(f"/api/v1/attempts/{verb}", words, 422)["detail"] == UNREADABLE


@pytest.mark.parametrize("previous", [12, "x" * 65, "\ud800", {"a": 1}])
def test_the_window_before_has_one_too(desk: Desk, previous: Any) -> None:
    desk.hello(previous, 422)


@pytest.mark.parametrize("mono", [-1, "1", True, None, float("nan"), float("inf"), 2**31, [1]])
def test_a_length_of_time_is_a_number_that_makes_sense(desk: Desk, mono: object) -> None:
    desk.hello(status=422, mono=mono)


@pytest.mark.parametrize("seq", [-1, 1.5, "1", True, None, 2**31])
def test_a_rank_is_a_whole_number(desk: Desk, seq: object) -> None:
    desk.beat(422, seq=seq)


@pytest.mark.parametrize("choices", [1, "1", [True], ["1"], [1.0], {"0": 1}])
def test_choices_are_whole_numbers(desk: Desk, choices: object) -> None:
    desk.answer(1, 422, choices=choices)


@pytest.mark.parametrize("text", [["x"], 12, "x" * 2001])
def test_a_text_is_a_text(desk: Desk, text: object) -> None:
    desk.answer(1, 422, text=text)


@pytest.mark.parametrize("key", ["", None, 12, "\ud800", "x" * 65])
def test_an_answer_has_a_key(desk: Desk, key: object) -> None:
    words = {"token": desk.token, "epoch": desk.epoch, "number": 1, "choices": [0], "key": key}
    desk.client.post("/api/v1/attempts/answer", words, 422)


def test_a_written_answer_is_kept_without_what_no_database_holds(app: Flask, desk: Desk) -> None:
    questions = app.extensions["pwa"].questions
    first_text = next(rank for rank, question in enumerate(questions, 1) if question.kind == "text")
    for number in range(1, first_text):
        desk.answer(number, choices=[0])
    assert desk.answer(first_text, text="o\0d\ud800s\n")["number"] == first_text + 1


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": None}, {"endpoint": "x" * 1025}, {"keys": None}, {"keys": []}, {"keys": {"p256dh": 1, "auth": "x"}},
     {"keys": {"p256dh": "x"}}, {"name": 12}, {"name": "x" * 201}, {"name": "\ud800"}],
)  # fmt: skip
def test_a_subscription_is_read_whole(
    sign_in: SignIn, stranger: Account, phone: Subscription, wrong: dict[str, Any]
) -> None:
    sign_in(stranger).post("/api/v1/devices", {**phone.info, "name": "Téléphone", **wrong}, 422)
