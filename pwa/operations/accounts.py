"""Accounts: sign up, sign in, and the lock-outs that protect them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.domain import lockouts
from pwa.domain.errors import Invalid, Locked, Missing, Refused
from pwa.domain.words import N_
from pwa.models.base import begin_writing
from pwa.models.tables import Account

TAKEN = N_("Un compte existe déjà avec cette adresse e-mail. Connectez-vous, ou choisissez une autre adresse.")
WRONG = N_("L'adresse e-mail et/ou le mot de passe saisis sont incorrects.")
LOCKED = N_("Trop d'essais : ce compte est bloqué quelques minutes. Attendez, puis réessayez.")
NOBODY = N_("Aucun compte n'a cette adresse e-mail. Vérifiez-la.")
BLOCKED = N_("Ce compte est bloqué après de trop nombreux essais. Écrivez à l'administrateur pour le rétablir.")


def read_email(typed: str) -> str:
    """Return an address as it is kept and compared."""
    return typed.strip().lower()


def sign_up(
    db: Session, passwords: Passwords, *, email: str, password: str, first_name: str, last_name: str, now: datetime
) -> Account:
    """Make an account; hashing happens before the database is taken."""
    password_hash = passwords.hash(password)
    begin_writing(db)
    account = Account(
        email=read_email(email),
        password_hash=password_hash,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        created_at=now,
        failures=0,
        blocked=False,
    )
    try:
        with db.begin_nested():
            db.add(account)
    except IntegrityError:
        raise Invalid(TAKEN, "email_taken") from None
    return account


def sign_in(db: Session, passwords: Passwords, email: str, password: str, now: datetime) -> Account | Refused:
    """Return the account, or the refusal to show; a failure is counted, so the caller commits either way."""
    account = find(db, email)
    seen = (account.id, account.password_hash) if account else (None, None)
    db.rollback()  # the database is let go while the password is hashed
    right = passwords.check(seen[1], password)
    begin_writing(db)
    account = db.get(Account, seen[0]) if seen[0] else None
    if account is None:
        return Invalid(WRONG, "wrong_password")
    hold(db, account)
    return _locked(account, now) or (_welcome(account) if right else _count(account, now))


def hold(db: Session, account: Account) -> None:
    """Take an account's row until the end of the transaction: what one person does at once is done in turn."""
    db.refresh(account, with_for_update={"key_share": True})


def unlock(db: Session, email: str) -> Account:
    """Let a person try again at once, even when the account was blocked for good; raises `Missing`."""
    account = find(db, email)
    if account is None:
        raise Missing(NOBODY, "no_account")
    account.failures, account.locked_until, account.blocked = 0, None, False
    return account


def make_administrator(db: Session, email: str) -> Account:
    """Let a person look after the installation; raises `Missing`."""
    account = find(db, email)
    if account is None:
        raise Missing(NOBODY, "no_account")
    account.administrator = True
    return account


def administrators(db: Session) -> Sequence[Account]:
    """Return who looks after the installation, by name."""
    query = select(Account).where(Account.administrator).order_by(Account.last_name, Account.first_name)
    return db.scalars(query).all()


def speak(db: Session, account: Account, language: str) -> None:
    """Keep the language a person reads, on every device and in every notification."""
    hold(db, account)
    account.language = language


def speak_first(account: Account, language: str) -> None:
    """Keep a language for an account that has none yet: what reaches it outside a page is written in it."""
    account.language = account.language or language


def find(db: Session, email: str) -> Account | None:
    """Return the account of an address."""
    return db.scalars(select(Account).where(Account.email == read_email(email))).one_or_none()


def _locked(account: Account, now: datetime) -> Refused | None:
    if account.blocked:
        return Locked(BLOCKED, "blocked")
    if account.locked_until and lockouts.is_locked(account.locked_until, now):
        return Locked(LOCKED, "locked")
    return None


def _welcome(account: Account) -> Account:
    account.failures, account.locked_until = 0, None
    return account


def _count(account: Account, now: datetime) -> Refused:
    lock = lockouts.after_failure(account.failures, now, for_good=True)
    account.failures, account.locked_until, account.blocked = lock.failures, lock.locked_until, lock.blocked
    return _locked(account, now) or Invalid(WRONG, "wrong_password")
