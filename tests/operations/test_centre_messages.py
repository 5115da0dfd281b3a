"""Messages of the centre: to a candidate, a room, its invigilators; shown until closed, journalled without words."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.centre_messages import EMPTY, FINALISED, LONGEST, OVER, TOO_LONG, Audience
from pwa.domain.errors import Missing, Refused
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Candidate, CentreMessage, Device, JournalLine
from pwa.operations import accesses, centre_messages, finalisation, journal, messages, receipts
from pwa.operations.centre_messages import Letter
from tests.acting import act
from tests.cast import Create, Register
from tests.crossing import code_of, cross
from tests.room import NOW, Room, after

ROOM, CANDIDATE, INVIGILATORS = Audience.ROOM, Audience.CANDIDATE, Audience.INVIGILATORS
TEXT = "L'alarme est un essai, restez assis."


@pytest.fixture
def send(db: Session, room: Room, staff: Account) -> Callable[..., None]:
    """The centre writes into Salle B204."""

    def write(audience: Audience, text: str = TEXT, to: Candidate | None = None, seconds: float = 0) -> None:
        letter = Letter(audience, text, to.id if to else None)
        act(db, centre_messages.send, room.session.id, staff, letter, after(seconds))

    return write


Send = Callable[..., None]


def shown(db: Session, candidate: Candidate) -> list[str]:
    db.rollback()
    return [one.text for one in centre_messages.unread(db, candidate)]


def close(db: Session, candidate: Candidate, text: str = TEXT) -> None:
    found = db.scalars(select(CentreMessage.id).where(CentreMessage.text == text)).one()
    act(db, centre_messages.read, candidate, found, after(60))


def test_a_message_to_one_is_shown_to_nobody_else(
    db: Session, send: Send, candidate: Candidate, neighbour: Candidate
) -> None:
    send(CANDIDATE, "Votre pièce d'identité est à l'accueil.", candidate)
    assert shown(db, candidate) == ["Votre pièce d'identité est à l'accueil."]
    assert shown(db, neighbour) == []
    assert (centre_messages.latest_of(db, candidate) > 0, centre_messages.latest_of(db, neighbour)) == (True, 0)


def test_a_message_to_the_room_is_shown_to_each_until_they_close_it(
    db: Session, room: Room, send: Send, candidate: Candidate, neighbour: Candidate
) -> None:
    send(ROOM)
    close(db, candidate)
    assert (shown(db, candidate), shown(db, neighbour)) == ([], [TEXT])
    close(db, neighbour)
    (line,) = centre_messages.of_session(db, room.session.id)
    assert (line.seen, line.reached, line.by, line.at) == (2, None, "Hélène Pasquier", NOW)


def test_a_message_closed_twice_is_told_once(db: Session, room: Room, send: Send, candidate: Candidate) -> None:
    send(ROOM)
    close(db, candidate)
    close(db, candidate)
    assert room.journal().count("centre_message_read") == 1


def test_the_oldest_is_shown_first(db: Session, send: Send, candidate: Candidate) -> None:
    send(ROOM, "Un")
    send(CANDIDATE, "Deux", candidate, seconds=1)
    assert shown(db, candidate) == ["Un", "Deux"]


def test_what_goes_to_invigilators_or_elsewhere_is_for_no_candidate(
    db: Session, create: Create, send: Send, staff: Account, candidate: Candidate
) -> None:
    send(INVIGILATORS)
    act(db, centre_messages.send, create(1).id, staff, Letter(ROOM, "Ailleurs"), NOW)
    assert (shown(db, candidate), centre_messages.latest_of(db, candidate)) == ([], 0)
    with pytest.raises(Missing):
        close(db, candidate)


def test_a_sign_of_life_is_told_that_there_is_a_message(
    db: Session, room: Room, send: Send, candidate: Candidate, neighbour: Candidate
) -> None:
    for one in (candidate, neighbour):
        room.start(one, NOW)
    assert room.beat(candidate, after(2)).message == 0
    send(CANDIDATE, TEXT, candidate)
    assert room.beat(candidate, after(4)).message == centre_messages.latest_of(db, candidate)
    assert room.beat(neighbour, after(4)).message == 0


def test_the_journal_keeps_who_wrote_to_whom_and_never_what(
    db: Session, room: Room, send: Send, staff: Account, candidate: Candidate
) -> None:
    send(CANDIDATE, TEXT, candidate)
    send(ROOM)
    lines = db.scalars(select(JournalLine).where(JournalLine.word == "centre_message_sent")).all()
    kept = [(line.actor, line.candidate_id, line.details["audience"]) for line in lines]
    assert kept == [(f"account:{staff.id}", candidate.id, "candidate"), (f"account:{staff.id}", None, "room")]
    assert TEXT not in json.dumps([line.details for line in journal.lines(db, room.session.id)], ensure_ascii=False)
    assert journal.first_broken(db, room.session.id) is None


def test_the_boards_are_told(room: Room, send: Send) -> None:
    before = room.board(NOW).version
    send(ROOM)
    board = room.board(NOW)
    assert board.version > before
    assert [message.text for message in board.messages] == [TEXT]


@pytest.mark.parametrize(("text", "sentence"), [("", EMPTY), ("a" * (LONGEST + 1), TOO_LONG)])
def test_what_is_no_message_is_refused(room: Room, send: Send, text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        send(ROOM, text)
    assert refused.value.sentence == sentence
    assert room.board(NOW).messages == ()


def test_a_finalised_session_takes_no_message(room: Room, send: Send) -> None:
    room.finalise(NOW)
    with pytest.raises(Refused) as refused:
        send(ROOM)
    assert refused.value.sentence == FINALISED


def test_a_test_that_is_over_takes_no_message(room: Room, send: Send, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    with pytest.raises(Refused) as refused:
        send(CANDIDATE, TEXT, candidate)
    assert refused.value.sentence == OVER


def test_nobody_of_another_session_can_be_written_to(send: Send, elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        send(CANDIDATE, TEXT, elsewhere)


# Its invigilators


def test_each_invigilator_is_rung_on_one_phone_without_a_word_of_it(
    db: Session, room: Room, send: Send, register: Register, colleague: Account, candidate: Candidate
) -> None:
    phones = [register(room.invigilator), register(colleague, "other")]
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    register(room.invigilator, "tablet", after(-60))
    send(INVIGILATORS, f"{candidate.full_name} est souffrante.")
    rung = room.deliveries("message")
    assert {delivery.device_id for delivery in rung} == {phone.id for phone in phones}
    said = messages.notify(rung[0])
    assert (said.title, said.body) == ("Salle B204 · message du centre", "Touchez pour le lire.")
    assert (said.url, said.silent, said.claim) == (f"/sessions/{room.session.id}/surveiller#messages", False, "")


def test_it_is_told_how_many_phones_showed_it(db: Session, room: Room, send: Send, register: Register) -> None:
    register(room.invigilator)
    send(INVIGILATORS)
    (line,) = centre_messages.of_session(db, room.session.id)
    assert (line.seen, line.reached) == (0, 1)
    act(db, receipts.mark_shown, room.deliveries("message")[0].token, after(2))
    send(INVIGILATORS, "Une deuxième fois", seconds=5)
    second, first = centre_messages.of_session(db, room.session.id)
    assert [(one.seen, one.reached) for one in (first, second)] == [(1, 1), (0, 1)]


def test_a_room_s_message_rings_nobody(room: Room, send: Send, register: Register, candidate: Candidate) -> None:
    register(room.invigilator)
    send(ROOM)
    send(CANDIDATE, TEXT, candidate)
    assert room.deliveries() == []


def test_who_leaves_is_not_rung_any_more(room: Room, send: Send, register: Register) -> None:
    register(room.invigilator)
    send(INVIGILATORS)
    room.leave(room.invigilator, after(1))
    assert [delivery.outcome for delivery in room.deliveries("message")] == ["left"]


def test_a_phone_that_is_gone_is_not_rung(db: Session, room: Room, send: Send, register: Register) -> None:
    phone: Device = register(room.invigilator)
    phone.state = "gone"
    db.commit()
    send(INVIGILATORS)
    assert room.deliveries() == []


# At once


def test_the_finalisation_that_comes_first_refuses_the_message(
    db: Session, room: Room, staff: Account, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    number, staff_id, why = room.session.id, staff.id, {candidate.id: Why.TECHNICAL}

    def finalises(db: Session) -> object:
        return finalisation.finalise(db, number, db.get_one(Account, staff_id), why, after(1))

    def writes(db: Session) -> object:
        return centre_messages.send(db, number, db.get_one(Account, staff_id), Letter(ROOM, TEXT), after(1))

    assert code_of(cross(db, finalises, writes)) == "finalised"
    assert "centre_message_sent" not in room.journal()


def test_two_windows_that_close_a_message_at_once_keep_it_once(
    db: Session, room: Room, send: Send, candidate: Candidate
) -> None:
    send(ROOM)
    candidate_id, message_id = candidate.id, db.scalars(select(CentreMessage.id)).one()

    def closes(db: Session) -> None:
        centre_messages.read(db, db.get_one(Candidate, candidate_id), message_id, after(2))

    cross(db, closes, closes)
    assert room.journal().count("centre_message_read") == 1
