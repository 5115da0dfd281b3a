"""Sign up, sign in, and what repeated wrong passwords lead to."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.domain.errors import Invalid, Refused
from pwa.models.tables import Account
from pwa.operations import accounts
from tests.cast import PASSWORD
from tests.room import NOW, after


def sign_in(
    db: Session, passwords: Passwords, email: str, password: str = PASSWORD, now: datetime = NOW
) -> Account | Refused:
    """As the page does: committed whatever comes of it."""
    outcome = accounts.sign_in(db, passwords, email, password, now)
    db.commit()
    return outcome


def fail(db: Session, passwords: Passwords, account: Account, times: int, now: datetime = NOW) -> str:
    """Type a wrong password that often, whatever locks in between; the last refusal's code."""
    for _ in range(times):
        account.locked_until = None
        db.commit()
        outcome = sign_in(db, passwords, account.email, "wrong", now)
    assert isinstance(outcome, Refused)
    return outcome.code


def test_a_new_account_is_kept_tidy(db: Session, passwords: Passwords) -> None:
    account = accounts.sign_up(
        db, passwords, email=" Lea@Exemple.FR ", password="x" * 12, first_name=" Léa ", last_name="Abadie ", now=NOW
    )
    db.commit()
    assert (account.email, account.full_name) == ("lea@exemple.fr", "Léa Abadie")
    assert (account.created_at, account.failures, account.blocked) == (NOW, 0, False)
    assert "x" * 12 not in account.password_hash


def test_an_address_has_one_account(db: Session, passwords: Passwords, staff: Account) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.sign_up(
            db, passwords, email=staff.email.upper(), password=PASSWORD, first_name="A", last_name="B", now=NOW
        )
    assert (refused.value.code, refused.value.sentence) == ("email_taken", accounts.TAKEN)


def test_the_right_password_signs_in(db: Session, passwords: Passwords, staff: Account) -> None:
    assert sign_in(db, passwords, " HELENE.pasquier@exemple.fr".replace("HELENE", "hélène")) is staff


@pytest.mark.parametrize(("email", "password"), [("hélène.pasquier@exemple.fr", "wrong"), ("x@exemple.fr", PASSWORD)])
def test_a_wrong_address_and_a_wrong_password_get_one_answer(
    db: Session, passwords: Passwords, staff: Account, email: str, password: str
) -> None:
    outcome = sign_in(db, passwords, email, password)
    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.sentence) == ("wrong_password", accounts.WRONG)


def test_the_right_password_forgets_the_wrong_ones(db: Session, passwords: Passwords, staff: Account) -> None:
    fail(db, passwords, staff, 9)
    sign_in(db, passwords, staff.email)
    assert (staff.failures, staff.locked_until) == (0, None)


@pytest.mark.parametrize(("failures", "minutes"), [(10, 2), (20, 4)])
def test_every_ten_failures_lock_for_a_while(
    db: Session, passwords: Passwords, staff: Account, failures: int, minutes: int
) -> None:
    assert fail(db, passwords, staff, failures - 1) == "wrong_password"
    assert fail(db, passwords, staff, 1) == "locked"
    assert (staff.failures, staff.locked_until) == (failures, NOW + timedelta(minutes=minutes))


def test_while_it_is_locked_even_the_right_password_waits(db: Session, passwords: Passwords, staff: Account) -> None:
    fail(db, passwords, staff, 10)
    locked = sign_in(db, passwords, staff.email, now=after(119))
    assert isinstance(locked, Refused)
    assert locked.sentence == accounts.LOCKED
    assert sign_in(db, passwords, staff.email, now=after(120)) is staff


def test_what_is_typed_during_a_lock_does_not_count(db: Session, passwords: Passwords, staff: Account) -> None:
    fail(db, passwords, staff, 10)
    for _ in range(5):
        sign_in(db, passwords, staff.email, "wrong", after(60))
    assert staff.failures == 10


def test_thirty_failures_block_for_good(db: Session, passwords: Passwords, staff: Account) -> None:
    assert fail(db, passwords, staff, 30) == "blocked"
    outcome = sign_in(db, passwords, staff.email, now=after(hours=1000))
    assert isinstance(outcome, Refused)
    assert outcome.sentence == accounts.BLOCKED
