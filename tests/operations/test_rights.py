"""What is not a person's own does not exist for them."""

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Closed, Illegal, Missing
from pwa.models.tables import Account, Candidate, Centre, CertificationSession
from pwa.operations import centres, rights
from tests.acting import act
from tests.room import NOW, Room, after


@pytest.fixture
def rival(db: Session, stranger: Account) -> Centre:
    """Another centre, whose staff the stranger is."""
    return act(db, centres.add, "Lycée Aliénor", stranger, NOW)


def test_a_session_is_watched_by_those_who_opened_it(db: Session, room: Room) -> None:
    assert rights.watched_session(db, room.invigilator, room.session.id) is room.session


def test_nobody_else_watches_it(db: Session, room: Room, staff: Account, colleague: Account, player: Account) -> None:
    for account in (staff, colleague, player):
        with pytest.raises(Missing):
            rights.watched_session(db, account, room.session.id)


def test_watching_one_session_opens_no_other(db: Session, room: Room, elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        rights.watched_session(db, room.invigilator, elsewhere.session_id)


def test_a_finalised_session_is_watched_by_nobody(db: Session, room: Room) -> None:
    room.finalise(after(60))
    with pytest.raises(Closed):
        rights.watched_session(db, room.invigilator, room.session.id)


def test_a_session_belongs_to_the_staff_of_its_centre(
    db: Session, session: CertificationSession, staff: Account
) -> None:
    assert rights.staffed_session(db, staff, session.id) is session


def test_nobody_else_is_its_staff(db: Session, room: Room, rival: Centre, stranger: Account) -> None:
    for account in (stranger, room.invigilator):
        with pytest.raises(Missing):
            rights.staffed_session(db, account, room.session.id)


def test_the_centres_of_a_person_are_in_the_order_of_their_names(
    db: Session, staff: Account, centre: Centre, stranger: Account
) -> None:
    first = act(db, centres.add, "Collège Zola", staff, NOW)
    assert rights.staffed_centres(db, staff) == [first, centre]
    assert rights.centres(db, stranger) == []


def test_who_has_no_centre_finds_none(db: Session, centre: Centre, stranger: Account) -> None:
    with pytest.raises(Missing):
        rights.staffed_centres(db, stranger)


def test_a_candidate_is_found_by_their_own_account(db: Session, candidate: Candidate, player: Account) -> None:
    assert rights.current_candidate(db, player) is candidate


def test_who_joined_nothing_is_no_candidate(db: Session, candidate: Candidate, stranger: Account) -> None:
    with pytest.raises(Missing):
        rights.current_candidate(db, stranger)


def test_an_attempt_is_found_once_it_has_begun(db: Session, room: Room, candidate: Candidate, player: Account) -> None:
    with pytest.raises(Missing):
        rights.current_attempt(db, player)
    attempt = room.start(candidate, NOW)
    assert rights.current_attempt(db, player) is attempt


def test_a_session_is_open_until_a_day_after_its_first_start(room: Room, candidate: Candidate) -> None:
    rights.check_open(room.session, NOW)
    room.start(candidate, NOW)
    rights.check_open(room.session, after(hours=24, seconds=-1))
    with pytest.raises(Illegal) as refused:
        rights.check_open(room.session, after(hours=24))
    assert (refused.value.code, refused.value.sentence) == ("session_closed", rights.NO_LONGER_OPEN)


def test_what_is_missing_says_nothing_of_why(db: Session, session: CertificationSession, stranger: Account) -> None:
    sentences = set()
    for number in (session.id, 99_999):
        with pytest.raises(Missing) as missing:
            rights.watched_session(db, stranger, number)
        sentences.add((missing.value.code, missing.value.sentence))
    assert len(sentences) == 1
