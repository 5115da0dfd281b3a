"""Trainings seen by their person, and by nobody else."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Alert, Candidate, CertificationSession, Training
from pwa.operations import training_play
from tests.acting import act
from tests.room import Room, after
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told


@pytest.fixture
def client(sign_in: SignIn, stranger: Account) -> Client:
    return sign_in(stranger)


@pytest.fixture
def board(client: Client) -> Page:
    """A training's board, just begun."""
    return client.send(client.see("/entrainement"), "Commencer")


def played(db: Session, seconds: float) -> Training:
    training = db.scalars(select(Training)).one()
    while act(db, training_play.play, training.id, after(seconds)):
        pass
    return training


def steps(page: Page) -> list[tuple[str, str | None]]:
    """Each sentence of the coach, and what is to be touched for it."""
    spans = page.by_id("coach").iter("span")
    return [("".join(span.itertext()).replace("\u00a0", " "), span.get("data-touch")) for span in spans]


def coach(page: Page) -> str:
    """What it says first."""
    return steps(page)[0][0]


@pytest.mark.parametrize("path", ["/", "/surveiller"])
def test_it_is_a_tap_away_for_whoever_is_signed_in(client: Client, path: str) -> None:
    assert "/entrainement" in {link.get("href") for link in client.see(path).all("a")}


def test_the_home_page_of_nobody_does_not_lead_there(client: Client) -> None:
    assert "/entrainement" not in Client(client.app).see("/").text


def test_its_board_says_that_it_is_a_training(board: Page) -> None:
    assert board.named("aside", "Entraînement") is not None
    assert {"Plus vite", "Recommencer", "Arrêter"} <= set(board.names("button"))
    assert board.has("24")
    assert coach(board).startswith("Les candidats arrivent")


def test_the_coach_speaks_of_who_waits_and_changes_with_the_board(client: Client, board: Page, db: Session) -> None:
    training = played(db, 4)
    fragments = client.read(f"{board.url}/changements?since=1")["fragments"]
    piece = client.fragment(fragments["coach"])
    assert coach(piece) == "Léa D'ALMEIDA attend : touchez « Confirmer »."
    card = (steps(piece)[0][1] or "").split()[0].removeprefix("#")
    assert f'id="{card}"' in fragments["attention"]
    lea = db.scalars(
        select(Candidate).where(Candidate.session_id == training.session_id).order_by(Candidate.id)
    ).first()
    assert lea
    client.tap(client.see(board.url), "Confirmer la présence de Léa D'ALMEIDA")
    played(db, 8)
    assert coach(client.see(board.url)).startswith("Les candidats arrivent")
    for seconds, name in ((10, "Aïssatou LE GOFF"), (13, "Jean-Michel GARÇON")):
        played(db, seconds)
        client.tap(client.see(board.url), f"Confirmer la présence de {name}")
    missing = steps(client.see(board.url))
    assert missing[0][0] == "Aïssatou NUÑEZ n'est pas là : touchez son nom dans la liste."
    assert missing[-1][0] == "Aïssatou NUÑEZ n'est pas là : touchez « Marquer absent »."


def test_a_real_board_has_no_coach(sign_in: SignIn, room: Room) -> None:
    page = sign_in(room.invigilator).see(f"/sessions/{room.session.number}/surveiller")
    assert "Entraînement" not in page.text
    assert "coach" not in page.text


def test_begun_again_it_is_another_room(client: Client, board: Page, db: Session) -> None:
    again = client.send(board, "Recommencer")
    assert again.url != board.url
    assert db.scalar(select(func.count()).select_from(Training)) == 1
    client.see(board.url, 404)


def test_it_goes_faster_as_long_as_it_can(client: Client, board: Page, db: Session, clock: Clock) -> None:
    faster = client.send(board, "Plus vite")
    assert db.scalars(select(Training.speed)).all() == [200]
    assert faster.has("deux fois plus vite")
    assert "Plus vite" not in faster.names("button")
    assert {"Recommencer", "Arrêter"} <= set(faster.names("button"))


@pytest.mark.parametrize("path", ["", "/poste", "/mes-alertes", "/temps", "/candidats/{}/journal"])
def test_each_of_its_pages_says_that_it_is_a_training(client: Client, board: Page, db: Session, path: str) -> None:
    lea = db.scalars(select(Candidate.id)).first()
    page = client.see(f"{board.url}{path.format(lea)}")
    assert page.title.startswith("Entraînement · ")
    assert "Entraînement" in [told(one) for one in page.all("b")]


def test_the_page_of_its_alert_says_so_too(client: Client, board: Page, db: Session) -> None:
    played(db, 4)
    alert = db.scalars(select(Alert.id)).one()
    page = client.see(f"/alertes/{alert}")
    assert page.title.startswith("Entraînement, ")
    assert page.has("rien ici n'est réel")
    client.send(client.see(board.url), "Arrêter")
    assert client.see(f"/alertes/{alert}", 404).has("Si c'était un entraînement")


def test_the_pages_of_a_real_session_do_not(sign_in: SignIn, room: Room, candidate: Candidate) -> None:
    client = sign_in(room.invigilator)
    for path in ("", "/poste", "/mes-alertes", "/temps", f"/candidats/{candidate.id}/journal"):
        assert "Entraînement" not in client.see(f"/sessions/{room.session.number}/surveiller{path}").text


def test_what_is_over_says_so_and_leads_on(client: Client, board: Page) -> None:
    client.send(client.see(board.url), "Arrêter")
    gone = client.see(board.url, 404)
    assert gone.has("Si c'était un entraînement, il est fini")
    assert {"/", "/entrainement"} <= {link.get("href") for link in gone.all("a")}


def test_whoever_never_had_it_reads_the_same(sign_in: SignIn, client: Client, board: Page, colleague: Account) -> None:
    """A session of somebody else, one that is over, one that never was: nothing tells them apart."""
    other = sign_in(colleague)
    read = {re.sub(r"\d+", "", told(other.see(url, 404).root)) for url in (board.url, "/sessions/999/surveiller")}
    client.send(client.see(board.url), "Arrêter")
    read.add(re.sub(r"\d+", "", told(other.see(board.url, 404).root)))
    assert len(read) == 1


def test_an_order_that_comes_after_it_is_refused_in_words(client: Client, board: Page, db: Session) -> None:
    lea = db.scalars(select(Candidate.id)).first()
    client.send(client.see(board.url), "Arrêter")
    refused = client.post(f"{board.url}/candidats/{lea}/confirmer", {}, 404)
    assert "Si c'était un entraînement" in refused["detail"]


def test_help_leads_to_it(client: Client) -> None:
    for path in ("/aide", "/aide/avant-la-session"):
        assert "/entrainement" in {link.get("href") for link in client.see(path).all("a")}


def test_stopped_it_is_gone_and_nothing_can_be_speeded_up(client: Client, board: Page, db: Session) -> None:
    left = client.send(board, "Arrêter")
    assert left.url == "/"
    assert left.has("il n'en reste rien")
    client.see(board.url, 404)
    client.post("/entrainement/plus-vite", {}, 404)
    assert db.scalar(select(func.count()).select_from(CertificationSession)) == 0


def test_nobody_else_sees_it(sign_in: SignIn, board: Page, staff: Account, room: Room) -> None:
    session = room.db.scalars(select(CertificationSession).where(CertificationSession.training)).one()
    for account in (staff, room.invigilator):
        client = sign_in(account)
        client.see(board.url, 404)
        client.see(f"/centre/sessions/{session.number}", 404)
        assert "Entraînement" not in client.see("/").text
        values = {"Numéro de la session": str(session.number), "Mot de passe de la session": session.password}
        assert client.send(client.see("/surveiller"), "Surveiller la session", values, 422).has("incorrects")
    assert "Entraînement" not in sign_in(staff).see("/centre").text
