"""An account is tied to the person enrolled under its name and birth date, whatever the spelling."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Invalid
from pwa.models.tables import Account, Candidate
from pwa.operations import reconciliation, rights
from pwa.operations.reconciliation import NO_MATCH, OTHER_ACCOUNT, OTHER_CANDIDATE
from tests.acting import act
from tests.cast import Find
from tests.room import NOW, Room, after

Join = Callable[..., Candidate]


@pytest.fixture
def join(db: Session, room: Room) -> Join:
    def tie(account: Account, last_name: str, first_name: str, birth_date: date) -> Candidate:
        return act(db, reconciliation.join, account, room.session.id, last_name, first_name, birth_date, after(5))

    return tie


@pytest.mark.parametrize(
    ("last_name", "first_name"),
    [
        ("DÉSARÇONNÉE", "Mïchèle"),
        ("desarconnee", "michele"),
        (" Désarçonnée ", "MICHÈLE"),
        ("Désar-çonnée", "Mi chele"),
    ],
)
def test_a_name_is_compared_without_case_accents_nor_punctuation(
    join: Join, enrolled: Find, stranger: Account, last_name: str, first_name: str
) -> None:
    michele = enrolled("DÉSARÇONNÉE")
    assert join(stranger, last_name, first_name, michele.birth_date) is michele
    assert (michele.account_id, michele.reconciled_at) == (stranger.id, after(5))


@pytest.mark.parametrize("birth_date", [date(2009, 3, 14), date(2010, 6, 2)])
def test_two_people_of_one_name_are_told_apart_by_their_birth(join: Join, stranger: Account, birth_date: date) -> None:
    assert join(stranger, "Dupont", "Lucas", birth_date).birth_date == birth_date


@pytest.mark.parametrize(
    ("last_name", "first_name", "birth_date"),
    [
        ("Dupond", "Lucas", date(2009, 3, 14)),
        ("Dupont", "Luc", date(2009, 3, 14)),
        ("Dupont", "Lucas", date(2009, 3, 15)),
        ("Lucas", "Dupont", date(2009, 3, 14)),
        ("Aubert", "Manon", date(2009, 1, 21)),
        ("", "", date(2009, 1, 21)),
    ],
)
def test_nobody_enrolled_gets_one_answer_that_tells_no_field(
    join: Join, elsewhere: Candidate, stranger: Account, last_name: str, first_name: str,
    birth_date: date,
) -> None:  # fmt: skip
    with pytest.raises(Invalid) as refused:
        join(stranger, last_name, first_name, birth_date)
    assert (refused.value.code, refused.value.sentence) == ("no_match", NO_MATCH)


def test_an_unknown_session_gets_the_same_answer(db: Session, candidate: Candidate, stranger: Account) -> None:
    with pytest.raises(Invalid) as refused:
        act(db, reconciliation.join, stranger, 99_999, "Abadie", "Léa", candidate.birth_date, NOW)
    assert refused.value.sentence == NO_MATCH


def test_a_row_tied_to_another_account_says_so(join: Join, candidate: Candidate, stranger: Account) -> None:
    with pytest.raises(Illegal) as refused:
        join(stranger, "Abadie", "Léa", candidate.birth_date)
    assert (refused.value.code, refused.value.sentence) == ("other_account", OTHER_ACCOUNT)


def test_an_account_tied_to_another_row_says_so(
    join: Join, candidate: Candidate, enrolled: Find, player: Account
) -> None:
    with pytest.raises(Illegal) as refused:
        join(player, "Faure", "Zoë", enrolled("FAURE").birth_date)
    assert (refused.value.code, refused.value.sentence) == ("other_candidate", OTHER_CANDIDATE)


def test_joining_again_changes_nothing(join: Join, room: Room, candidate: Candidate, player: Account) -> None:
    assert join(player, "ABADIE", "Léa", candidate.birth_date) is candidate
    assert room.journal().count("joined") == 1


def test_one_account_may_sit_two_sessions_the_last_joined_is_current(
    db: Session, candidate: Candidate, elsewhere: Candidate, player: Account
) -> None:
    act(db, reconciliation.join, player, elsewhere.session_id, "Aubert", "Manon", elsewhere.birth_date, after(60))
    assert rights.current_candidate(db, player) is elsewhere
    act(db, reconciliation.join, player, candidate.session_id, "Abadie", "Léa", candidate.birth_date, after(90))
    assert rights.current_candidate(db, player) is candidate


def test_nobody_joins_a_finalised_session(join: Join, room: Room, enrolled: Find, stranger: Account) -> None:
    room.finalise(NOW)
    with pytest.raises(Illegal) as refused:
        join(stranger, "Faure", "Zoë", enrolled("FAURE").birth_date)
    assert refused.value.code == "session_closed"


def test_whose_row_it_is_is_told_before_that_the_session_is_closed(
    join: Join, room: Room, candidate: Candidate, stranger: Account
) -> None:
    room.finalise(NOW)
    with pytest.raises(Illegal) as refused:
        join(stranger, "Abadie", "Léa", candidate.birth_date)
    assert refused.value.code == "other_account"
