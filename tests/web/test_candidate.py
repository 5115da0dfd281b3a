"""The candidate: join, wait, type the code, take the test, see its end."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations.entries import WRONG_CODE
from pwa.operations.reconciliation import NO_MATCH, OTHER_ACCOUNT, OTHER_CANDIDATE
from pwa.operations.requests import SENTENCES
from pwa.operations.rights import NO_LONGER_OPEN
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, MakeSession, SignIn
from tests.web.page import Page

LEA = {"Nom de naissance": "ABADIE", "Prénom": "Léa", "Date de naissance": "18/05/2009"}
ENTRY, RESUME = SENTENCES.values()


@pytest.fixture
def client(sign_in: SignIn, player: Account) -> Client:
    """Léa's browser."""
    return sign_in(player)


def join(
    client: Client, session: CertificationSession, status: int = 200, other: Mapping[str, str] = MappingProxyType({})
) -> Page:
    values = {"Numéro de session": str(session.number), **LEA, **other}
    return client.send(client.see("/rejoindre"), "Rejoindre la session", values, status)


def type_code(client: Client, code: str, status: int = 200) -> Page:
    return client.send(client.see("/test/code"), "Commencer mon test", {"Code d'accès": code}, status)


def test_a_candidate_is_known_without_case_accents_or_punctuation(client: Client, room: Room, db: Session) -> None:
    page = join(client, room.session, other={"Nom de naissance": " abadie ", "Prénom": "LEA"})
    assert page.url == "/test/attente"
    assert page.heading == "En attente du surveillant"
    assert page.has(ENTRY)
    assert db.query(Candidate).filter_by(last_name="ABADIE").one().request == "entry"


@pytest.mark.parametrize(
    "wrong", [{"Nom de naissance": "ABADI"}, {"Prénom": "Lou"}, {"Date de naissance": "19/05/2009"},
              {"Numéro de session": "999"}]
)  # fmt: skip
def test_a_help_never_says_which_field_was_wrong(client: Client, room: Room, wrong: dict[str, str]) -> None:
    page = join(client, room.session, 422, wrong)
    assert page.has(NO_MATCH)
    assert not [one for one in page.all("input") if one.get("aria-invalid")]


def test_a_row_belongs_to_one_account(sign_in: SignIn, room: Room, candidate: Candidate, stranger: Account) -> None:
    assert join(sign_in(stranger), room.session, 422).has(OTHER_ACCOUNT)


def test_an_account_is_one_candidate(client: Client, room: Room, candidate: Candidate) -> None:
    other = {"Nom de naissance": "BÂ", "Prénom": "Aïssatou", "Date de naissance": "21/08/2009"}
    assert join(client, room.session, 422, other).has(OTHER_CANDIDATE)


def test_joining_again_changes_nothing(client: Client, room: Room, candidate: Candidate) -> None:
    assert join(client, room.session).url == join(client, room.session).url == "/test/attente"


@pytest.mark.parametrize("field", ["finalised_at", "started_at"])
def test_a_session_that_is_over_cannot_be_joined(client: Client, room: Room, clock: Clock, field: str) -> None:
    setattr(room.session, field, clock.now)
    room.db.commit()
    clock.advance(minutes=24 * 60)
    assert join(client, room.session, 422).has(NO_LONGER_OPEN)


def test_the_waiting_page_goes_on_by_itself(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    page = client.see("/test/attente")
    assert page.by_id("waiting").get("data-poll", "").startswith("/api/v1/waiting?page=")
    assert page.has("Votre surveillant a été prévenu à 08 h 30.")
    room.confirm(candidate, clock.now)
    assert client.see("/test/attente").url == "/test/code"


def test_whoever_sees_the_waiting_page_has_been_announced(client: Client, room: Room, candidate: Candidate) -> None:
    client.see("/test/attente")
    assert room.alerts(candidate) == ["entry_requested"]


def test_a_session_that_is_over_is_not_waited_for(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.finalise(clock.now)
    assert client.see("/test/attente", 409).has(NO_LONGER_OPEN)


def test_a_wrong_code_does_not_use_up_the_admission(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.confirm(candidate, clock.now)
    page = type_code(client, "AAAA22", 422)
    assert page.has(WRONG_CODE)
    assert page.named("input", "Code d'accès").get("aria-invalid") == "true"
    assert type_code(client, f" {room.session.access_code.lower()} ").url == "/test"


def test_a_right_code_without_a_confirmation_asks_for_it(client: Client, room: Room, candidate: Candidate) -> None:
    page = type_code(client, room.session.access_code)
    assert page.url == "/test/attente"
    assert page.has(ENTRY)
    assert room.alerts(candidate) == ["entry_requested"]


def test_a_confirmation_that_ran_out_asks_again(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.confirm(candidate, clock.now)
    clock.advance(minutes=15)
    assert type_code(client, room.session.access_code).url == "/test/attente"


def test_a_confirmation_serves_once(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.confirm(candidate, clock.now)
    assert type_code(client, room.session.access_code).url == "/test"
    room.hello(candidate, clock.now)
    page = type_code(client, room.session.access_code)
    assert page.url == "/test/attente"
    assert page.has(RESUME)
    room.resume(candidate, clock.now)
    assert client.see("/test/code").heading == "Prêt à reprendre"


def test_a_code_received_twice_lets_in_once_and_calls_nobody(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.confirm(candidate, clock.now)
    page, values = client.see("/test/code"), {"Code d'accès": room.session.access_code}
    assert client.send(page, "Commencer mon test", values).url == "/test"
    clock.advance(0.3)
    assert client.send(page, "Commencer mon test", values).url == "/test"
    assert room.alerts(candidate) == []


def test_whoever_has_entered_is_sent_to_the_test_and_asks_nothing(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    poll = client.see("/test/attente").by_id("waiting").get("data-poll", "")
    room.confirm(candidate, clock.now)
    room.enter(candidate, clock.now)
    clock.advance(60)
    assert client.see("/test/attente").url == join(client, room.session).url == "/test"
    assert client.read(poll) == {"go": None}
    assert (candidate.request, room.alerts(candidate)) == (None, [])
    clock.advance(60)
    assert client.see("/test/attente").url == "/test/attente"
    assert candidate.request == "resume"


def test_the_test_page_holds_no_question_before_its_hello(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    page = client.see("/test")
    assert page.has("Léa ABADIE")
    assert page.by_id("test").get("data-token")
    assert page.by_id("time-left") is not None
    assert "Valider ma réponse" not in page.names("button")


def test_the_end_page_gives_the_reason(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    assert client.see("/test/fin").url == "/test"
    room.end(candidate, clock.now)
    for path in ("/test/fin", "/test", "/test/code", "/test/attente"):
        page = client.see(path)
        assert page.url == "/test/fin"
        assert page.heading == "Test terminé"
        assert page.has("Votre surveillant a mis fin à votre test. Fin à 08 h 30, par Claire Moreau.")
    assert join(client, room.session).url == "/test/fin"


@pytest.mark.parametrize(
    ("ending", "minutes", "sentence"),
    [
        ("completed", 50, "Vous avez répondu à toutes les questions. Fin à 08 h 30."),
        ("ended_by_finalisation", 50, "Le centre a clos la session. Fin à 08 h 30."),
        ("ended_by_expiry", 110, "Le temps est écoulé. Fin à 08 h 30."),
        ("ended_by_expiry", 24 * 60, "Le délai pour passer le test est dépassé. Fin à 08 h 30."),
    ],
)
def test_the_end_page_has_words_for_each_end(
    client: Client, room: Room, candidate: Candidate, clock: Clock, ending: str, minutes: int, sentence: str
) -> None:
    attempt = room.start(candidate, clock.now - timedelta(minutes=minutes))
    attempt.state, attempt.ended_at = ending, clock.now
    room.db.commit()
    page = client.see("/test/fin")
    assert page.has(sentence)
    assert not [one for one in page.all() if one.get("data-poll")]


def test_an_end_page_waits_for_a_reopening_as_long_as_it_may_come(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    room.end(candidate, clock.now)
    (poll,) = [one.get("data-poll", "") for one in client.see("/test/fin").all() if one.get("data-poll")]
    assert client.read(poll) == {"go": None}
    clock.advance(119)
    room.reopen(candidate, clock.now)
    assert client.read(poll) == {"go": "/test/code"}
    assert type_code(client, room.session.access_code).url == "/test"


def test_an_end_page_is_loaded_once_more_when_none_can_come(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    room.end(candidate, clock.now)
    clock.advance(120)
    assert client.read("/api/v1/reopened") == {"go": "/test/fin"}
    assert not [one for one in client.see("/test/fin").all() if one.get("data-poll")]


def test_who_comes_a_day_after_the_first_start_is_told_so(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    client.see("/test/attente")
    room.session.started_at = clock.now
    room.db.commit()
    clock.advance(minutes=24 * 60)
    assert client.see("/test/attente", 409).has(NO_LONGER_OPEN)


def test_who_has_entered_and_not_started_by_then_is_told_so(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.confirm(candidate, clock.now)
    assert type_code(client, room.session.access_code).url == "/test"
    room.session.started_at = clock.now
    room.db.commit()
    clock.advance(minutes=24 * 60)
    assert client.see("/test", 409).has(NO_LONGER_OPEN)


def test_a_page_sends_back_who_is_too_early(client: Client, room: Room, candidate: Candidate) -> None:
    assert client.see("/test").url == "/test/code"
    client.see("/test/fin", 404)


@pytest.mark.parametrize("path", ["/test", "/test/attente", "/test/code", "/test/fin"])
def test_who_joined_nothing_has_no_test(sign_in: SignIn, stranger: Account, path: str) -> None:
    sign_in(stranger).see(path, 404)


def test_the_session_joined_last_is_the_one(
    client: Client, room: Room, candidate: Candidate, make_session: MakeSession, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    room.end(candidate, clock.now)
    clock.advance(60)
    assert join(client, make_session("Salle C12")).has("Salle C12")
    assert client.see("/test").url == "/test/code"


def test_a_code_that_cannot_be_typed_is_told_so(
    client: Client, candidate: Candidate, room: Room, enrolled: Callable[[str], Candidate], clock: Clock
) -> None:
    room.confirm(enrolled("ABADIE"), clock.now)
    assert type_code(client, "", 422).has("Remplissez ce champ.")
    assert type_code(client, "é" * 6, 422).has(WRONG_CODE)
