"""The centre's pages on a session: changed, made once more, archived, deleted; who has access, and a new password."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy.orm import Session

from pwa.domain.seat_plans import Shape
from pwa.domain.sessions import ALREADY_FINALISED, ALREADY_STARTED, CHANGED_MEANWHILE, JOINED
from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations import centres, reconciliation, seat_plans
from pwa.operations.seat_plans import Drawing
from pwa.operations.sessions import ALREADY_THERE
from tests.acting import act
from tests.cast import THE_DAY_BEFORE, Find
from tests.room import Room, after
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, MakeSession, SignIn
from tests.web.page import Page, told

DATE, ROOM = "Date de début", "Nom de la salle"


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account) -> Client:
    return sign_in(staff)


def path(session: CertificationSession, verb: str = "") -> str:
    return f"/centre/sessions/{session.number}{verb}"


def edit(client: Client, session: CertificationSession, values: dict[str, str], status: int = 200) -> Page:
    return client.send(client.see(path(session, "/modifier")), "Enregistrer", values, status)


def test_the_form_holds_what_the_session_is(clerk: Client, session: CertificationSession) -> None:
    form = clerk.see(path(session, "/modifier")).form("Enregistrer").data
    assert (form["site"], form["room"], form["date"], form["time"]) == (
        "Lycée Camille Guérin", "Salle B204", "2030-11-20", "07:30",
    )  # fmt: skip
    assert (form["duration"], form["warnings"], form["certification"]) == ("", "15, 5", "pix")
    assert "centre_id" not in form


def test_a_session_is_changed(clerk: Client, session: CertificationSession) -> None:
    page = edit(clerk, session, {ROOM: "Salle C12", DATE: "2030-12-01", "Durée en minutes (facultatif)": "45"})
    assert page.url == path(session)
    assert page.has(f"La session {session.number} est modifiée.")
    assert page.has("01/12/2030 à 07 h 30")
    assert page.has("45 min")


def test_a_wrong_field_keeps_what_was_typed(clerk: Client, session: CertificationSession) -> None:
    page = edit(clerk, session, {ROOM: " ", "Observations (facultatif)": "Porte du fond"}, 422)
    assert "Remplissez ce champ." in told(page.by_id("form-errors"))
    assert page.form("Enregistrer").data["notes"].strip() == "Porte du fond"


def test_a_place_that_is_taken_is_refused(
    clerk: Client, session: CertificationSession, make_session: MakeSession
) -> None:
    other = make_session("Salle Z")
    page = edit(clerk, other, {ROOM: "Salle B204"}, 422)
    assert page.has(ALREADY_THERE)
    assert page.form("Enregistrer").data["room"] == "Salle B204"


def test_what_a_colleague_changed_meanwhile_is_told_before_it_is_replaced(
    clerk: Client, session: CertificationSession, db: Session
) -> None:
    mine = clerk.see(path(session, "/modifier"))
    edit(clerk, session, {ROOM: "Gymnase"})
    refused = clerk.send(mine, "Enregistrer", {DATE: "2030-12-01"}, 422)
    assert refused.has(CHANGED_MEANWHILE)
    assert refused.has("Enregistré à présent : Gymnase")
    kept = refused.form("Enregistrer").data
    assert (kept["room"], kept["date"]) == ("Salle B204", "2030-12-01")
    db.refresh(session)
    assert session.room == "Gymnase"
    assert clerk.send(refused, "Enregistrer").has(f"La session {session.number} est modifiée.")
    db.refresh(session)
    assert session.room == "Salle B204"


def test_drawn_rooms_are_offered_by_their_names(clerk: Client, session: CertificationSession, db: Session) -> None:
    act(db, seat_plans.create, session.centre, Drawing("Salle C12", Shape(1, 2)), THE_DAY_BEFORE)
    for at in ("/centre/sessions/nouvelle", path(session, "/modifier"), path(session, "/dupliquer")):
        (offered,) = clerk.see(at).by_id("drawn-rooms").iter("option")
        assert offered.get("value") == "Salle C12"


def test_what_is_settled_is_not_asked(clerk: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    page = clerk.see(path(room.session, "/modifier"))
    assert page.has(ALREADY_STARTED)
    assert DATE not in page.names("input")
    assert clerk.send(page, "Enregistrer", {ROOM: "CDI"}).has("CDI")


def test_a_form_opened_before_the_first_start_is_refused_whole(
    clerk: Client, room: Room, candidate: Candidate, db: Session, clock: Clock
) -> None:
    page = clerk.see(path(room.session, "/modifier"))
    room.start(candidate, clock.now)
    refused = clerk.send(page, "Enregistrer", {ROOM: "CDI", DATE: "2030-12-01"}, 422)
    assert refused.has(ALREADY_STARTED)
    assert refused.form("Enregistrer").data["room"] == "CDI"
    db.refresh(room.session)
    assert room.session.room == "Salle B204"


def test_a_finalised_session_is_not_edited(clerk: Client, room: Room, clock: Clock) -> None:
    page = clerk.see(path(room.session, "/modifier"))
    room.finalise(clock.now)
    assert clerk.send(page, "Enregistrer", status=409).has(ALREADY_FINALISED)
    assert clerk.see(path(room.session, "/modifier"), 409).has(ALREADY_FINALISED)
    assert "Modifier" not in clerk.see(path(room.session)).names("a")


def test_a_session_is_made_once_more(clerk: Client, session: CertificationSession, db: Session) -> None:
    page = clerk.see(path(session, "/dupliquer"))
    assert page.form("Créer la session").data["date"] == ""
    again = clerk.send(page, "Créer la session", {DATE: "2030-11-27", "Inscrire aussi ses candidats": "y"})
    assert again.url != path(session)
    assert again.has("27/11/2030 à 07 h 30")
    assert again.has("3 candidats inscrits")
    without = clerk.send(page, "Créer la session", {DATE: "2030-11-28"})
    assert without.has("0 candidat inscrit")
    assert clerk.send(page, "Créer la session", {DATE: "2030-11-28"}, 422).has(ALREADY_THERE)
    assert clerk.send(page, "Créer la session", status=422).has("Choisissez une date.")
    assert db.query(CertificationSession).count() == 3


def test_a_session_nobody_joined_is_deleted(clerk: Client, session: CertificationSession, db: Session) -> None:
    number, at = session.number, path(session)
    page = clerk.see(at)
    listed = clerk.send(page, "Supprimer la session")
    assert listed.url == "/centre"
    assert listed.has(f"La session {number} est supprimée.")
    assert listed.has("Aucune session pour le moment.")
    clerk.send(page, "Supprimer la session", status=404)
    clerk.see(at, 404)
    assert db.query(Candidate).count() == 0


def test_a_session_somebody_joined_is_not_deleted(clerk: Client, room: Room, player: Account, enrolled: Find) -> None:
    page = clerk.see(path(room.session))
    form = page.form("Supprimer la session")
    lea = enrolled("ABADIE")
    act(room.db, reconciliation.join, player, room.session.id, "Abadie", "Léa", lea.birth_date, after(60))
    assert "Supprimer la session" not in clerk.see(path(room.session)).names("button")
    answer = clerk.ask("POST", form.action, data=form.data)
    assert answer.status_code == 409
    assert JOINED.partition(" :")[0] in answer.text


def test_a_session_goes_to_the_archive_and_comes_back(clerk: Client, session: CertificationSession) -> None:
    page = clerk.send(clerk.see(path(session)), "Archiver")
    assert page.has("Cette session est archivée")
    assert "Salle B204" not in clerk.see("/centre").text
    assert "Salle B204" in clerk.see("/centre?state=archived").text
    page = clerk.send(page, "Remettre dans la liste")
    assert page.has(f"La session {session.number} est de nouveau dans la liste.")
    assert "Salle B204" in clerk.see("/centre").text


def test_who_has_access_and_who_had_it_is_listed(clerk: Client, room: Room, colleague: Account, clock: Clock) -> None:
    room.let_in(colleague, clock.now)
    room.leave(colleague, after(60))
    page = clerk.see(path(room.session))
    listed = [told(one) for one in page.all("li") if "@exemple.fr" in told(one)]
    assert listed == [
        "Claire Moreau claire.moreau@exemple.fr depuis le 20/11/2030 à 08 h 30",
        "Karim Haddad karim.haddad@exemple.fr du 20/11/2030 à 08 h 30 au 20/11/2030 à 08 h 31",
    ]


def test_a_renewed_password_closes_every_board(
    clerk: Client, sign_in: SignIn, room: Room, db: Session, clock: Clock
) -> None:
    former, board = room.session.password, f"/sessions/{room.session.number}/surveiller"
    watcher = sign_in(room.invigilator)
    watcher.see(board)
    page = clerk.send(clerk.see(path(room.session)), "Fermer les accès et renouveler")
    db.refresh(room.session)
    assert former != room.session.password
    assert page.has(room.session.password)
    assert page.has("Personne n'a la session ouverte.")
    assert watcher.see(board, 410).has("Le centre a renouvelé le mot de passe de la session.")
    assert watcher.ask("GET", f"{board}/changements?since=0", accept=JSON).status_code == 410
    assert watcher.ask("GET", f"{board}/flux", accept=JSON).status_code == 410
    entry = watcher.see("/surveiller")
    values = {"Numéro de la session": str(room.session.number), "Mot de passe de la session": former}
    refused = watcher.send(entry, "Surveiller la session", values, 422)
    assert refused.has("Le numéro de session et/ou le mot de passe saisis sont incorrects.")
    values["Mot de passe de la session"] = room.session.password
    assert watcher.send(entry, "Surveiller la session", values).url == board


def test_an_old_session_waits_to_be_finalised(
    clerk: Client, session: CertificationSession, db: Session, clock: Clock
) -> None:
    session.started_at = clock.now - timedelta(hours=24)
    db.commit()
    assert clerk.see("/centre").has("À finaliser")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=b204", True),
        ("text=gymnase", False),
        ("state=created", True),
        ("state=started", False),
        ("state=nothing", True),
        ("room=Salle+B204", True),
        ("room=CDI", False),
        ("room=%00", True),
        ("first_day=2030-11-20&last_day=2030-11-20", True),
        ("first_day=2030-11-21", False),
        ("first_day=demain", True),
        ("page=99", True),
        ("page=x", True),
        ("text=" + "x" * 300, True),
    ],
)
def test_the_list_is_filtered_by_its_address(
    clerk: Client, session: CertificationSession, query: str, found: bool
) -> None:
    page = clerk.see(f"/centre?{query}")
    listed = [one for one in page.all("a") if one.get("href") == path(session)]
    assert bool(listed) is found
    assert found or page.has("Aucune session ne correspond.")


def test_whose_session_it_is_is_told_to_staff_of_several_centres(
    clerk: Client, session: CertificationSession, staff: Account, db: Session
) -> None:
    name = session.centre.name
    (line,) = [one for one in clerk.see("/centre").all("a") if one.get("href") == path(session)]
    assert f"Session {session.number} · {name}" not in told(line)
    act(db, centres.add, "Collège Jean Zay", staff, THE_DAY_BEFORE)
    (line,) = [one for one in clerk.see("/centre").all("a") if one.get("href") == path(session)]
    assert f"Session {session.number} · {name}" in told(line)


def test_filters_stay_filled(clerk: Client, session: CertificationSession) -> None:
    form = clerk.see("/centre?text=b204&state=created").form("Filtrer", {"Salle": "Salle B204"})
    page = clerk.see(f"{form.action}?{urlencode(form.data)}")
    assert page.has("1 session trouvée")
    held = page.form("Filtrer").data
    assert (held["text"], held["state"], held["room"]) == ("b204", "created", "Salle B204")
    assert "Tout afficher" in page.names("a")


def test_an_open_board_is_told_of_the_other_room(clerk: Client, sign_in: SignIn, room: Room) -> None:
    watcher, board = sign_in(room.invigilator), f"/sessions/{room.session.number}/surveiller"
    version = room.session.version
    edit(clerk, room.session, {ROOM: "Gymnase"})
    pieces = watcher.read(f"{board}/changements?since={version}")["fragments"]
    assert all("Gymnase" in pieces[name] for name in ("place", "where"))
