"""A session's alerts as its centre sets them."""

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.escalation import LADDER
from pwa.models.tables import Account, CertificationSession, Neighbour
from pwa.operations import centres
from tests.acting import act
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import MakeSession, SignIn
from tests.web.page import Page

LABELS = (
    "Pas affichée : les autres téléphones des mêmes personnes, après",
    "Personne n'y va : tous les surveillants et les salles voisines, après",
    "Toujours personne : le centre, après",
    "Puis tout le monde de nouveau, toutes les",
)
Delays = tuple[object, ...]


@pytest.fixture
def client(sign_in: SignIn, staff: Account, room: Room) -> Client:
    """The centre's browser."""
    return sign_in(staff)


def address(session: CertificationSession) -> str:
    return f"/centre/sessions/{session.number}/alertes"


def pairs(db: Session) -> set[tuple[int, int]]:
    db.rollback()
    return {(row.session_id, row.neighbour_id) for row in db.scalars(select(Neighbour))}


def save(
    client: Client,
    session: CertificationSession,
    status: int = 200,
    ladder: Delays = LADDER,
    ticked: Mapping[str, object] | None = None,
) -> Page:
    """Type the delays, in their order, and tick the neighbours."""
    seconds = dict(zip(LABELS, ladder, strict=True))
    return client.send(client.see(address(session)), "Enregistrer", {**seconds, **(ticked or {})}, status)


def test_the_ladder_is_kept(client: Client, room: Room) -> None:
    version = room.session.version
    assert save(client, room.session, ladder=(15, 60, 180, 60)).has("Les alertes de la session sont réglées.")
    assert room.session.ladder == [15, 60, 180, 60]
    assert room.session.version > version
    assert room.journal()[-1] == "alerts_arranged"


@pytest.mark.parametrize(
    ("ladder", "said"),
    [
        ((9, 45, 90, 120), "Écrivez un nombre de secondes de 10 à 600."),
        ((20, 45, 601, 120), "Écrivez un nombre de secondes de 10 à 600."),
        ((20, 45, 90, ""), "Écrivez un nombre de secondes de 10 à 600."),
        ((45, 45, 90, 120), "Ce délai doit être plus long que le précédent."),
        ((20, 95, 90, 120), "Ce délai doit être plus long que le précédent."),
    ],
)
def test_delays_that_make_no_sense_are_refused(client: Client, room: Room, ladder: Delays, said: str) -> None:
    assert save(client, room.session, 422, ladder).has(said)
    assert room.session.ladder == [20, 45, 90, 120]


def test_neighbours_are_kept_in_both_directions(
    client: Client, room: Room, make_session: MakeSession, db: Session
) -> None:
    other = make_session("Salle B205")
    label = f"Salle B205 · session {other.number}, 07 h 30"
    assert label in client.see(address(room.session)).names("input")
    save(client, room.session, ticked={label: other.number})
    here, there = room.session.id, other.id
    assert pairs(db) == {(here, there), (there, here)}
    back = f"{room.session.room} · session {here}, 07 h 30"
    save(client, other, ticked={back: ""})
    assert pairs(db) == set()


def test_another_centre_s_session_cannot_be_a_neighbour(
    client: Client, room: Room, make_session: MakeSession, db: Session, sign_up: Callable[[str], Account]
) -> None:
    elsewhere = make_session("Salle Z", act(db, centres.add, "Collège Jean Zay", sign_up("Paul Directeur"), NOW))
    page = client.see(address(room.session))
    assert not page.has("Salle Z")
    typed = {"others": 20, "everybody": 45, "centre": 90, "again": 120, "neighbour": elsewhere.id}
    answer = client.ask("POST", address(room.session), data={**typed, "csrf_token": page.csrf_token})
    assert answer.status_code == 302
    assert pairs(db) == set()
