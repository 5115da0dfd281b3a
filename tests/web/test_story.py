"""The whole story through pages and API: imported, admitted, started, lost, resumed, finished."""

import re
from io import BytesIO

from flask import Flask
from sqlalchemy.orm import Session

from pwa.domain.names import fold
from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations import looks
from tests.acting import act
from tests.api.desk import Desk
from tests.cast import SESSIONS, THE_DAY_BEFORE
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

LEA = {"Nom de naissance": "Abadie", "Prénom": "Lea", "Date de naissance": "18/05/2009"}


def sign_up(app: Flask, first_name: str, last_name: str) -> Client:
    client = Client(app)
    values = {"Prénom": first_name, "Nom": last_name, "Mot de passe": "un mot de passe"}
    values["Adresse e-mail"] = f"{first_name}@exemple.fr".lower()
    assert client.send(client.see("/inscription"), "Créer mon compte", values).url == "/"
    return client


def import_sessions(client: Client) -> dict[str, str]:
    """Import the file and return the number, the code and the password of its first session."""
    page = client.see("/centre/importation")
    file = {"Fichier CSV, XLSX ou ODS": (BytesIO(SESSIONS.read_bytes()), "sessions.csv")}
    listed = client.send(client.send(page, "Vérifier le fichier", file), "Confirmer l'importation")
    link = next(one for one in listed.all("a") if "Salle B204" in told(one))
    return values(client.see(link.get("href", "")))


def values(page: Page) -> dict[str, str]:
    copied = [(page.name_of(one), one.get("data-copy", "")) for one in page.all("button") if one.get("data-copy")]
    return {name.removesuffix(" Copié"): value for name, value in copied}


def enter(client: Client, session: dict[str, str]) -> Page:
    form = {"Numéro de la session": session["Copier le numéro de session"]}
    form["Mot de passe de la session"] = "C-" + session["Copier le mot de passe de session"]
    return client.send(client.see("/surveiller"), "Surveiller la session", form)


def join(client: Client, session: dict[str, str]) -> Page:
    form = LEA | {"Numéro de session": session["Copier le numéro de session"]}
    return client.send(client.see("/rejoindre"), "Rejoindre la session", form)


def start(client: Client, session: dict[str, str], epoch: str) -> Desk:
    """Type the code and open the test's window."""
    client.read("/api/v1/waiting")
    page = client.send(client.see("/test/attente"), "Commencer mon test", {"Code d'accès": code_of(session)})
    return Desk(client, page.by_id("test").get("data-token", ""), epoch)


def code_of(session: dict[str, str]) -> str:
    return session["Copier le code d'accès"].lower()


def answer(desk: Desk, said: dict[str, object]) -> dict[str, object]:
    """Answer the question that is shown, whatever it is, as its form allows."""
    shown = desk.client.fragment(str(said["question"]))
    field = next(shown.all("input"))
    number = int(re.findall(r"\d+", shown.heading)[0])
    reply: dict[str, object] = {"text": "tableur"} if field.get("type") == "text" else {"choices": [0]}
    return desk.answer(number, **reply)  # type: ignore[arg-type]


def watch(db: Session, clock: Clock) -> None:
    """What the watcher does when it passes."""
    for candidate_id in looks.due(db, clock.now):
        act(db, looks.look, candidate_id, clock.now)


def test_the_main_job_from_end_to_end(
    app: Flask, sign_in: SignIn, db: Session, centre: object, staff: Account, clock: Clock
) -> None:
    clock.now = THE_DAY_BEFORE
    office = sign_in(staff)
    session = import_sessions(office)
    clock.advance(minutes=24 * 60)
    phone, desk_client = sign_up(app, "Claire", "Moreau"), sign_up(app, "Léa", "Abadie")
    board = enter(phone, session)
    assert len([one for one in board.by_id("candidates") if one.tag == "li"]) == 24

    assert join(desk_client, session).url == "/test/attente"
    board = phone.see(board.url)
    assert "demande à entrer" in told(board.by_id("attention"))
    phone.tap(board, "Confirmer la présence de Léa ABADIE")
    desk = start(desk_client, session, "window-1")
    said = desk.hello()
    for _ in range(3):
        said = answer(desk, said)

    desk.goodbye()
    clock.advance(4)
    watch(db, clock)
    board = phone.see(board.url)
    assert "fenêtre fermée" in told(board.by_id("attention"))
    assert join(desk_client, session).has("Votre surveillant doit autoriser la reprise de votre test.")
    phone.send(phone.see(board.url), "Autoriser la reprise de Léa ABADIE")
    desk = start(desk_client, session, "window-2")
    said = desk.hello()
    assert said["number"] == 4
    while "question" in said:
        said = answer(desk, said)

    assert said == {"go": "/test/fin"}
    assert desk_client.see("/test/fin").has("Vous avez répondu à toutes les questions.")
    board = phone.see(board.url)
    assert told(board.by_id("counters")).startswith("24 inscrits 0 à voir")
    assert "1 terminé" in told(board.by_id("counters"))
    check_trails(db, office, phone, desk_client)


def check_trails(db: Session, *clients: Client) -> None:
    """No address that anybody was at holds a name, an e-mail address, a code or a password."""
    session = db.query(CertificationSession).filter_by(room="Salle B204").one()
    people = [word for one in db.query(Candidate) for word in (one.last_name, one.first_name)]
    people += [word for one in db.query(Account) for word in (one.last_name, one.first_name, one.email)]
    secrets = [session.access_code, session.password]
    words = {fold(word) for word in (*people, *secrets) if len(word) > 2}
    trail = {part for client in clients for address in client.trail for part in fold(address).split()}
    assert len(trail) > 20
    assert trail & words == set()
