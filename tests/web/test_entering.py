"""The invigilator's entry: a number, a password, what is told to who gets them wrong, and the way out."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, CertificationSession
from pwa.operations import accesses
from pwa.operations.accesses import LOCKED, WRONG
from pwa.operations.rights import FINALISED
from tests.acting import act
from tests.room import Room
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page


def enter(client: Client, number: int, password: str, status: int = 200) -> Page:
    values = {"Numéro de la session": str(number), "Mot de passe de la session": password}
    return client.send(client.see("/surveiller"), "Surveiller la session", values, status)


@pytest.mark.parametrize("write", ["{}", "C-{}", "c-{}", " C- {} "])
def test_the_right_password_opens_the_board(
    sign_in: SignIn, session: CertificationSession, invigilator: Account, write: str
) -> None:
    board = enter(sign_in(invigilator), session.number, write.format(session.password.lower()))
    assert board.url == f"/sessions/{session.number}/surveiller"
    assert board.heading == f"Session {session.number}"


def test_a_wrong_number_and_a_wrong_password_get_the_same_answer(
    sign_in: SignIn, session: CertificationSession, invigilator: Account
) -> None:
    client = sign_in(invigilator)
    wrong = enter(client, session.number, "XXXXXX", 422)
    unknown = enter(client, 999, "XXXXXX", 422)
    assert wrong.has(WRONG)
    assert unknown.has(WRONG)


def test_a_finalised_session_says_so_to_who_knows_its_password(
    sign_in: SignIn, db: Session, room: Room, invigilator: Account, clock: Clock
) -> None:
    client, password = sign_in(invigilator), room.session.password
    room.session.finalised_at = clock.now
    db.commit()
    assert enter(client, room.session.number, password, 422).has(FINALISED)
    assert enter(client, room.session.number, "XXXXXX", 422).has(WRONG)
    assert client.see(f"/sessions/{room.session.number}/surveiller", 410).has(FINALISED)


def test_ten_wrong_passwords_lock_the_session_for_that_account(
    sign_in: SignIn, session: CertificationSession, db: Session, invigilator: Account, colleague: Account, clock: Clock
) -> None:
    for _ in range(9):
        act(db, accesses.open_session, invigilator, session.number, "XXXXXX", clock.now)
    client = sign_in(invigilator)
    assert enter(client, session.number, "XXXXXX", 422).has(LOCKED)
    assert enter(client, session.number, session.password, 422).has(LOCKED)
    assert enter(sign_in(colleague), session.number, session.password).heading == f"Session {session.number}"
    clock.advance(minutes=2)
    assert enter(client, session.number, session.password).heading == f"Session {session.number}"


def test_the_password_never_comes_back_in_the_page(
    sign_in: SignIn, session: CertificationSession, invigilator: Account
) -> None:
    page = enter(sign_in(invigilator), 999, session.password, 422)
    assert page.named("input", "Numéro de la session").get("value") == "999"


def test_a_watched_session_is_one_tap_away(sign_in: SignIn, room: Room, invigilator: Account) -> None:
    client = sign_in(invigilator)
    for path in ("/", "/surveiller", "/appareils", "/aide"):
        doors = [one.get("href") for one in client.see(path).all("a")]
        assert f"/sessions/{room.session.number}/surveiller" in doors


def test_leaving_ends_the_access_for_real(sign_in: SignIn, room: Room, invigilator: Account) -> None:
    client, number = sign_in(invigilator), room.session.number
    home = client.send(client.see(f"/sessions/{number}/surveiller"), "Quitter")
    assert home.url == "/"
    assert home.has(f"Vous avez quitté la session {number}.")
    client.see(f"/sessions/{number}/surveiller", 404)
    assert enter(client, number, room.session.password).url == f"/sessions/{number}/surveiller"


def test_leaving_can_be_asked_for_by_a_script(sign_in: SignIn, room: Room, invigilator: Account) -> None:
    client = sign_in(invigilator)
    board = client.see(f"/sessions/{room.session.number}/surveiller")
    form = board.form("Quitter")
    answer = client.ask("POST", form.action, data=form.data, accept=JSON)
    assert answer.status_code == 302
    client.see(board.url, 404)


def test_what_is_not_watched_cannot_be_left(sign_in: SignIn, room: Room, stranger: Account, clock: Clock) -> None:
    client, version = sign_in(stranger), room.board(clock.now).version
    token = client.see("/").csrf_token
    for number in (room.session.number, 999):
        answer = client.ask("POST", f"/sessions/{number}/surveiller/quitter", data={"csrf_token": token})
        assert answer.status_code == 404
    assert room.board(clock.now).version == version
