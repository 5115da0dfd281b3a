"""Processes that die at the worst moment lose nothing, and those told to stop do so."""

import itertools
import os
import re
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from sqlalchemy import select

from pwa.adapters.questions import load
from pwa.adapters.tokens import Signer
from pwa.clock import utcnow
from pwa.domain.questions import Question, asked
from pwa.models.tables import Alert, Answer, Attempt, Delivery
from pwa.settings import ROOT
from tests.room import WINDOW
from tests.scene import Scene, scene
from tests.tools.push_service import PushService
from tests.tools.record import Record
from tests.tools.servers import AppServer
from tests.tools.subscription import Subscription
from tests.tools.waiting import eventually

QUESTIONS = asked(load(ROOT / "pwa" / "questions.yaml"))
ASKING = 4  # candidates: more than a watcher sends one phone at once, fewer than a phone is rung in a minute
PATIENCE = 60.0  # seconds: the machine may be busy
GRACE = 3.0  # seconds, as gunicorn.conf.py says


@pytest.fixture
def room_b204(app_server: AppServer) -> Iterator[Scene]:
    with scene(app_server.database_url, utcnow()) as set_up:
        yield set_up


# The watcher


@pytest.fixture
def phone(room_b204: Scene, push_service: PushService) -> Subscription:
    """Claire's."""
    phone = push_service.subscribe()
    room_b204.ring(room_b204.claire, phone, utcnow())
    return phone


def tags(phone: Subscription, push_service: PushService) -> Counter[str]:
    """How many times each notification was sent."""
    return Counter(phone.payload(message)["notification"]["tag"] for message in push_service.messages.all())


def test_a_watcher_killed_before_the_answers_loses_no_alert(
    app_server: AppServer, room_b204: Scene, push_service: PushService, phone: Subscription
) -> None:
    with push_service.hold():
        for candidate in room_b204.candidates[:ASKING]:
            room_b204.room.wait(candidate, utcnow())
        push_service.wait_for(timeout=PATIENCE)
        app_server.kill_watcher()
    assert not room_b204.all(select(Delivery.id).where(Delivery.accepted_at.is_not(None)))
    app_server.start_watcher()
    unmarked = select(Delivery.id).where(Delivery.state != "accepted")
    eventually(lambda: not room_b204.all(unmarked), PATIENCE, "every delivery accepted")
    sent = tags(phone, push_service)
    assert len(sent) == ASKING
    assert max(sent.values()) == 2  # what was on its way, and only that, goes twice
    assert all(room_b204.all(select(Alert.accepted_at)))


def test_a_watcher_that_comes_back_notices_what_happened_meanwhile(
    app_server: AppServer, room_b204: Scene, push_service: PushService, phone: Subscription
) -> None:
    candidate = room_b204.candidates[0]
    room_b204.room.start(candidate, utcnow())
    app_server.kill_watcher()
    room_b204.room.goodbye(candidate, utcnow())
    app_server.start_watcher()
    notification = phone.payload(push_service.wait_for(timeout=PATIENCE))["notification"]
    assert notification["title"].endswith("fenêtre fermée")
    assert notification["data"]["url"].endswith(f"#candidate-{candidate.id}")


# The web process


@dataclass
class Machine:
    """A candidate's test page that answers every question, insisting until the server takes it, as pages do."""

    url: str
    attempt_id: int
    token: str
    acknowledged: Record[tuple[int, int, str]]
    refused: list[str] = field(default_factory=list)
    tries: int = 0

    def live(self, stop: threading.Event) -> None:
        with requests.Session() as http:
            for number, question in enumerate(QUESTIONS, 1):
                self._answer(http, number, question, stop)

    def _answer(self, http: requests.Session, number: int, question: Question, stop: threading.Event) -> None:
        key = uuid.uuid4().hex
        said = {"token": self.token, "epoch": WINDOW, "number": number, "key": key, **_reply(question)}
        while not stop.is_set() and not self._is_taken(http, said):
            stop.wait(0.05)
        if not stop.is_set():
            self.acknowledged.add((self.attempt_id, number, key))

    def _is_taken(self, http: requests.Session, said: dict[str, Any]) -> bool:
        self.tries += 1
        try:
            answer = http.post(f"{self.url}/api/v1/attempts/answer", json=said, timeout=10)
        except requests.RequestException:
            return False
        if 400 <= answer.status_code < 500:
            self.refused.append(answer.text)
        return answer.status_code < 500


def _reply(question: Question) -> dict[str, Any]:
    return {"text": "ods"} if question.kind == "text" else {"choices": [0]}


@pytest.fixture
def machines(app_server: AppServer, room_b204: Scene) -> list[Machine]:
    """Six candidates in front of their first question."""
    signer = Signer((app_server.data_dir / "secret_key").read_text().strip())
    acknowledged: Record[tuple[int, int, str]] = Record("acknowledged answer")
    seats = [room_b204.seat(candidate, utcnow()) for candidate in room_b204.candidates[:6]]
    return [Machine(app_server.url, seat[0], signer.sign_attempt(*seat), acknowledged) for seat in seats]


def test_a_web_process_killed_twice_keeps_every_acknowledged_answer(
    app_server: AppServer, room_b204: Scene, machines: list[Machine]
) -> None:
    stop, acknowledged = threading.Event(), machines[0].acknowledged

    def wait_for(count: int) -> None:
        eventually(lambda: acknowledged.mark() >= count, PATIENCE, f"{count} answers")

    threads = [threading.Thread(target=machine.live, args=(stop,)) for machine in machines]
    for thread in threads:
        thread.start()
    try:
        for count in (20, 60):
            wait_for(count)
            app_server.kill_web()
            app_server.start_web()
        wait_for(len(machines) * len(QUESTIONS))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert [machine.refused for machine in machines] == [[]] * len(machines)
    assert sum(machine.tries for machine in machines) > acknowledged.mark()  # some were on their way
    kept = [(answer.attempt_id, answer.number, answer.key) for answer in room_b204.all(select(Answer))]
    assert sorted(kept) == sorted(acknowledged.all())
    wanted = itertools.product((machine.attempt_id for machine in machines), range(1, len(QUESTIONS) + 1))
    assert sorted((attempt, number) for attempt, number, _ in kept) == sorted(wanted)
    assert {attempt.state for attempt in room_b204.all(select(Attempt))} == {"completed"}


# Told to stop


def signed_in(url: str, email: str, password: str) -> requests.Session:
    http = requests.Session()
    page = http.get(f"{url}/connexion", timeout=20).text
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert token
    typed = {"csrf_token": token[1], "email": email, "password": password}
    assert http.post(f"{url}/connexion", typed, timeout=20).status_code == 200
    return http


def test_open_event_streams_do_not_hold_a_stop(app_server: AppServer, room_b204: Scene) -> None:
    claire = room_b204.claire
    with signed_in(app_server.url, claire.email, claire.password) as http:
        flow = f"{app_server.url}/sessions/{room_b204.session.number}/surveiller/flux"
        with http.get(flow, stream=True, timeout=20) as stream:
            assert next(stream.iter_lines()).startswith(b"retry")
            assert app_server.web
            begun = time.monotonic()
            os.kill(app_server.web.pid, signal.SIGTERM)
            assert app_server.web.wait(30) == 0
    assert time.monotonic() - begun < GRACE + 10
