"""The push service refuses what a real one refuses, and fails when it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pywebpush import WebPushException

from tests.tools.push_service import PushService
from tests.tools.sender import Sender
from tests.tools.subscription import Subscription
from tests.tools.waiting import eventually


@pytest.fixture(scope="module")
def running() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def service(running: PushService) -> PushService:
    running.clear()
    return running


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def subscription(service: PushService, sender: Sender) -> Subscription:
    return service.subscribe(sender.key)


def refusal(sender: Sender, info: dict[str, Any], **options: Any) -> requests.Response:
    with pytest.raises(WebPushException) as raised:
        sender.send(info, {}, **options)
    assert isinstance(raised.value.response, requests.Response)
    return raised.value.response


def test_it_keeps_a_message_as_it_came(service: PushService, sender: Sender, subscription: Subscription) -> None:
    assert sender.send(subscription.info, {"title": "Zoé"}, ttl=180, Topic="a" * 32, Urgency="high") == 201
    message = service.wait_for()
    assert subscription.payload(message) == {"title": "Zoé"}
    assert (message.ttl, message.topic, message.urgency) == (180, "a" * 32, "high")
    assert (message.endpoint, message.claims["aud"]) == (subscription.endpoint, service.origin)
    assert message.accepted


def test_its_answer_has_a_location_and_a_ttl(service: PushService, sender: Sender, subscription: Subscription) -> None:
    headers = sender.headers(subscription.endpoint)
    answer = requests.post(subscription.endpoint, headers=headers, timeout=5)
    assert answer.status_code == 201
    assert (answer.headers["TTL"], answer.headers["Location"].startswith(service.origin)) == ("60", True)


def test_nobody_else_can_read_it(service: PushService, sender: Sender, subscription: Subscription) -> None:
    sender.send(subscription.info, {})
    with pytest.raises(Exception, match=r"[Dd]ecrypt|InvalidTag"):
        service.subscribe().read(service.wait_for())


def test_a_stranger_s_key_is_refused(sender: Sender, subscription: Subscription) -> None:
    assert refusal(Sender(), subscription.info).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": int(time.time()) + 90_000},
        {"sub": "nobody"},
        {"sub": "mailto: space@example.org"},
    ],
    ids=["another audience", "expired", "too long a life", "no contact", "a space"],
)
def test_a_wrong_claim_is_refused(
    service: PushService, sender: Sender, subscription: Subscription, claims: dict[str, str | int]
) -> None:
    headers = sender.headers(subscription.endpoint, **claims)
    assert requests.post(subscription.endpoint, headers=headers, timeout=5).status_code == 403
    assert next(iter(claims)) in service.wait_for().reason


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "vapid t=a.b.c,k=AAAA"}, 403),
        ({"TTL": ""}, 400),
        ({"Topic": "a" * 33}, 400),
        ({"Topic": "é"}, 400),
        ({"Urgency": "extreme"}, 400),
        ({"Content-Encoding": "aesgcm"}, 400),
    ],
    ids=str,
)
def test_a_wrong_header_is_refused(
    sender: Sender, subscription: Subscription, change: dict[str, str], status: int
) -> None:
    headers = sender.headers(subscription.endpoint) | {name: value.encode() for name, value in change.items()}
    assert requests.post(subscription.endpoint, b"x", headers=headers, timeout=5).status_code == status


def test_a_changed_signature_is_refused(sender: Sender, subscription: Subscription) -> None:
    headers = sender.headers(subscription.endpoint)
    token = headers["Authorization"]
    headers["Authorization"] = token.replace(token.split(".")[2][:4], "AAAA")
    assert requests.post(subscription.endpoint, headers=headers, timeout=5).status_code == 403


def test_a_large_body_is_refused(sender: Sender, subscription: Subscription) -> None:
    headers = sender.headers(subscription.endpoint)
    assert requests.post(subscription.endpoint, b"x" * 4097, headers=headers, timeout=5).status_code == 413


def test_an_unknown_subscription_is_not_found(sender: Sender, subscription: Subscription) -> None:
    assert refusal(sender, subscription.info | {"endpoint": subscription.endpoint + "0"}).status_code == 404


def test_an_expired_subscription_is_gone(service: PushService, sender: Sender, subscription: Subscription) -> None:
    service.expire(subscription.endpoint)
    assert refusal(sender, subscription.info).status_code == 410


def test_it_fails_as_often_as_told(service: PushService, sender: Sender, subscription: Subscription) -> None:
    service.fail(503, retry_after=7, times=2)
    assert refusal(sender, subscription.info).headers["Retry-After"] == "7"
    assert refusal(sender, subscription.info).status_code == 503
    assert sender.send(subscription.info, {}) == 201
    assert [message.status for message in service.messages.all()] == [503, 503, 201]


def test_trouble_can_concern_one_subscription(service: PushService, sender: Sender, subscription: Subscription) -> None:
    service.fail(500, endpoint=subscription.endpoint)
    assert sender.send(service.subscribe(sender.key).info, {}) == 201
    assert refusal(sender, subscription.info).status_code == 500


def test_a_cut_answer_is_about_an_accepted_message(
    service: PushService, sender: Sender, subscription: Subscription
) -> None:
    service.cut()
    with pytest.raises(requests.ConnectionError):
        sender.send(subscription.info, {})
    assert service.wait_for().accepted


def test_a_late_answer_is_about_an_accepted_message(
    service: PushService, sender: Sender, subscription: Subscription
) -> None:
    service.delay(0.3)
    started = time.monotonic()
    assert sender.send(subscription.info, {}) == 201
    assert service.wait_for().monotonic - started < 0.2 < time.monotonic() - started


def test_answers_are_held_until_let_go(service: PushService, sender: Sender, subscription: Subscription) -> None:
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(sender.send(subscription.info, {})))
    with service.hold():
        thread.start()
        assert service.wait_for().accepted
        assert statuses == []
    thread.join()
    assert statuses == [201]
    assert sender.send(subscription.info, {}) == 201


def test_it_hears_many_senders_at_once(service: PushService, sender: Sender, subscription: Subscription) -> None:
    threads = [threading.Thread(target=sender.send, args=(subscription.info, number)) for number in range(20)]
    for thread in threads:
        thread.start()
    eventually(lambda: len(service.messages.all()) == 20)
    for thread in threads:
        thread.join()
    assert sorted(json.loads(subscription.read(m)) for m in service.messages.all()) == list(range(20))
