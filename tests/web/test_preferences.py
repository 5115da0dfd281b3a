"""« Mes alertes »: what rings whom in one session."""

from sqlalchemy.orm import Session

from pwa.models.tables import Candidate, SessionAccess
from pwa.operations.preferences import RINGING
from tests.room import Room
from tests.web.fixtures import SignIn


def address(room: Room) -> str:
    return f"/sessions/{room.session.number}/surveiller/mes-alertes"


def access(db: Session) -> SessionAccess:
    db.rollback()
    return db.query(SessionAccess).one()


def test_the_board_leads_there(sign_in: SignIn, room: Room) -> None:
    board = sign_in(room.invigilator).see(f"/sessions/{room.session.number}/surveiller")
    assert board.named("a", "Mes alertes").get("href") == address(room)


def test_everything_rings_at_first(sign_in: SignIn, room: Room) -> None:
    page = sign_in(room.invigilator).see(address(room))
    assert page.heading == "Mes alertes"
    assert all(one.get("checked") is not None for one in page.all("input") if one.get("name") == "ring")
    assert page.has("Signal perdu")
    assert not page.has("Onglet masqué")


def test_what_is_unticked_is_muted_and_an_urgent_one_warned_of(
    sign_in: SignIn, room: Room, candidate: Candidate, db: Session
) -> None:
    client = sign_in(room.invigilator)
    token = client.see(address(room)).csrf_token
    rings = ["window_closed", "second_window", "resume_requested", "question_report", "entry_requested", "room_outage"]
    said = {"csrf_token": token, "ring": rings, "screen": "names", "language": "en", "room": "names",
            "candidate": [candidate.id]}  # fmt: skip
    assert client.ask("POST", address(room), data=said).status_code == 302
    assert client.see(f"/sessions/{room.session.number}/surveiller").has(
        "Saved. Beware: signal lost will no longer ring your phones."
    )
    kept = access(db)
    assert set(kept.muted) == {"connection_lost", "device_silent", "time_over", "time_nearly_over"}
    assert (kept.discreet, kept.part, kept.account.language) == (False, [candidate.id], "en")
    page = client.see(address(room))
    assert page.has("The candidates I choose")
    assert [one.get("value") for one in page.all("option") if one.get("selected") is not None] == ["en"]


def test_a_part_is_from_a_seat_to_another(sign_in: SignIn, room: Room, candidate: Candidate, db: Session) -> None:
    client = sign_in(room.invigilator)
    token = client.see(address(room)).csrf_token
    said = {"csrf_token": token, "ring": list(RINGING), "language": "fr", "room": "seats", "first": "1", "last": "2"}
    assert client.ask("POST", address(room), data=said).status_code == 302
    assert client.see(f"/sessions/{room.session.number}/surveiller").has("Vos préférences sont enregistrées.")
    assert len(access(db).part) == 2


def test_seats_where_nobody_sits_are_said(sign_in: SignIn, room: Room, db: Session) -> None:
    client = sign_in(room.invigilator)
    page = client.see(address(room))
    values = {"D'un poste à un autre": "seats", "Du poste": "70", "au poste": "80"}
    assert client.send(page, "Enregistrer", values, 422).has("Aucun candidat n'a de poste entre ces deux numéros.")
    assert access(db).part == []
