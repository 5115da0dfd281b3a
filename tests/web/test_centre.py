"""The centre: a session by form, sessions from a file, and what of it is shown."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from pwa.domain.lost_time import RULES
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, Upload
from pwa.operations import centres
from pwa.operations.sessions import ALREADY_THERE
from tests.acting import act
from tests.cast import DATA, SESSIONS, THE_DAY_BEFORE, planned
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

NEW = {
    "Nom du site": "Lycée Camille Guérin",
    "Nom de la salle": "Salle C12",
    "Date de début": "2030-12-01",
    "Heure de début (heure locale)": "09:05",
    "Surveillants": "Claire Moreau",
    "Observations (facultatif)": "Porte du fond",
}

RULE = "Temps perdu : ce qui est proposé"


@pytest.fixture
def clerk(sign_in: SignIn, centre: Centre, staff: Account, clock: Clock) -> Client:
    """The browser of the centre's staff, the day before."""
    clock.now = THE_DAY_BEFORE
    return sign_in(staff)


def create(client: Client, status: int = 200, **values: str) -> Page:
    return client.send(client.see("/centre/sessions/nouvelle"), "Créer la session", {**NEW, **values}, status)


def send_file(client: Client, content: bytes, status: int = 200, name: str = "sessions.csv") -> Page:
    page = client.see("/centre/importation")
    return client.send(page, "Vérifier le fichier", {"Fichier CSV, XLSX ou ODS": (BytesIO(content), name)}, status)


def values(page: Page) -> dict[str, str]:
    """The values of a session's page by their names."""
    return {told(term): told(value) for term, value in zip(page.all("dt"), page.all("dd"), strict=True)}


def test_a_centre_without_sessions_says_what_to_do(clerk: Client) -> None:
    page = clerk.see("/centre")
    assert page.has("Aucune session pour le moment.")
    assert {"Créer une session", "Importer un fichier"} <= set(page.names("a"))


def test_a_session_made_by_form_is_shown_with_its_codes(clerk: Client, db: Session) -> None:
    page = create(clerk)
    session = db.query(CertificationSession).one()
    assert page.url == f"/centre/sessions/{session.number}"
    assert page.has(f"La session {session.number} est créée.")
    assert page.has("01/12/2030 à 09 h 05")
    shown = values(page)
    assert shown["Code d'accès"].startswith(session.access_code)
    assert shown["Mot de passe de session"].startswith(f"C-{session.password}")
    assert shown["Durée"] == "105 min"
    assert shown["Observations"] == "Porte du fond"
    assert {"Copier le numéro de session", "Copier le code d'accès", "Copier le mot de passe de session"} <= set(
        page.names("button")
    )


def test_the_same_session_is_not_made_twice(clerk: Client, db: Session) -> None:
    create(clerk)
    assert create(clerk, 422).has(ALREADY_THERE)
    assert db.query(CertificationSession).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("Nom du site", " ", "Remplissez ce champ."),
        ("Nom de la salle", "s" * 201, "200"),
        ("Date de début", "31/02/2030", "date"),
        ("Date de début", "0001-01-01", "Choisissez une date de 2000 à 2100."),
        ("Date de début", "9999-12-31", "Choisissez une date de 2000 à 2100."),
        ("Heure de début (heure locale)", "25:00", "heure"),
        ("Surveillants", "", "Remplissez ce champ."),
        ("Certification", "autre", "choix"),
        ("Durée en minutes (facultatif)", "0", "Écrivez de 1 à 600 minutes."),
        ("Durée en minutes (facultatif)", "une heure", "entier"),
        ("Alertes avant la fin, en minutes", "quinze", "Écrivez 5 nombres au plus"),
        ("Fin automatique, en minutes après la fin (facultatif)", "-1", "Écrivez de 0 à 240 minutes."),
    ],
)
def test_a_wrong_field_is_told_in_french(clerk: Client, db: Session, field: str, value: str, sentence: str) -> None:
    page = create(clerk, 422, **{field: value})
    assert sentence in told(page.by_id("form-errors"))
    assert "valid" not in told(page.by_id("form-errors")).replace("valide", "")
    assert db.query(CertificationSession).count() == 0


def test_a_session_lasts_as_long_as_its_certification(clerk: Client, db: Session) -> None:
    create(clerk, Certification="pix_droit")
    assert db.query(CertificationSession).one().duration_minutes == 60


def test_a_session_has_the_usual_time_unless_it_sets_its_own(clerk: Client, db: Session) -> None:
    shown = values(create(clerk))
    assert (shown["Alertes avant la fin"], shown["Fin automatique"]) == (
        "15, 5 min",
        "Aucune : le surveillant termine les tests",
    )
    own = {
        "Nom de la salle": "CDI",
        "Durée en minutes (facultatif)": "45",
        "Alertes avant la fin, en minutes": "2 20;10",
        "Fin automatique, en minutes après la fin (facultatif)": "0",
    }
    shown = values(create(clerk, 200, **own))
    assert (shown["Durée"], shown["Alertes avant la fin"]) == ("45 min", "20, 10, 2 min")
    assert shown["Fin automatique"] == "0 min après la fin"
    assert db.query(CertificationSession).filter_by(room="CDI").one().stops_after == 0


def test_a_session_may_do_without_warnings(clerk: Client) -> None:
    assert values(create(clerk, 200, **{"Alertes avant la fin, en minutes": ""}))["Alertes avant la fin"] == "Aucune"


def test_a_file_is_shown_before_anything_is_written(clerk: Client, db: Session) -> None:
    page = send_file(clerk, SESSIONS.read_bytes())
    assert page.has("2 sessions")
    assert page.has("36 candidats")
    assert "Confirmer l'importation" in page.names("button")
    assert db.query(CertificationSession).count() == db.query(Candidate).count() == 0


def test_a_confirmed_file_is_written_whole_with_exact_names(clerk: Client, db: Session) -> None:
    preview = send_file(clerk, SESSIONS.read_bytes())
    page = clerk.send(preview, "Confirmer l'importation")
    assert page.url == "/centre"
    assert page.has("2 sessions sont importées.")
    expected = {(one.last_name, one.first_name, one.birth_date) for made in planned() for one in made.candidates}
    assert {(one.last_name, one.first_name, one.birth_date) for one in db.query(Candidate)} == expected
    assert len(expected) == 36
    assert db.query(Upload).count() == 0


def test_an_imported_session_lists_its_candidates(clerk: Client, db: Session) -> None:
    clerk.send(send_file(clerk, SESSIONS.read_bytes()), "Confirmer l'importation")
    session = db.query(CertificationSession).filter_by(room="Salle B204").one()
    page = clerk.see(f"/centre/sessions/{session.number}")
    assert page.has("24 candidats inscrits")
    assert page.has("DÉSARÇONNÉE Mïchèle")
    assert page.has("20/11/2030 à 08 h 30")


def test_a_file_is_confirmed_once(clerk: Client) -> None:
    preview = send_file(clerk, SESSIONS.read_bytes())
    clerk.send(preview, "Confirmer l'importation")
    assert clerk.send(preview, "Confirmer l'importation", status=404).has("Ce fichier n'est plus là.")
    again = send_file(clerk, SESSIONS.read_bytes())
    assert again.has(ALREADY_THERE)
    assert "Confirmer l'importation" not in again.names("button")


def test_a_preview_is_forgotten_after_an_hour(clerk: Client, clock: Clock) -> None:
    preview = send_file(clerk, SESSIONS.read_bytes())
    clock.advance(minutes=60)
    clerk.see(preview.url, 404)


def test_a_file_with_faults_shows_where_and_cannot_be_confirmed(clerk: Client, db: Session) -> None:
    page = send_file(clerk, (DATA / "sessions-with-errors.csv").read_bytes())
    rows = [[told(cell) for cell in row.iter("td")] for row in page.all("tr")][1:]
    assert len(rows) >= 10
    assert all(line.isdigit() and sentence for line, _, _, sentence in rows)
    assert ["3", "* Date de naissance (format: JJ/MM/AAAA)", "31/02/2009"] in [row[:3] for row in rows]
    assert "Confirmer l'importation" not in page.names("button")
    token = {"csrf_token": page.csrf_token}
    answer = clerk.ask("POST", f"{page.url}/confirmer", data=token)
    assert (answer.status_code, answer.headers["Location"]) == (302, page.url)
    assert db.query(CertificationSession).count() == 0


@pytest.mark.parametrize("file", ["sessions-windows-1252.csv"])
def test_a_file_of_another_encoding_is_read(clerk: Client, file: str) -> None:
    assert "Confirmer l'importation" in send_file(clerk, (DATA / file).read_bytes()).names("button")


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2\3", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), (DATA / "candidates.xlsx").read_bytes(), b"bonjour",
     b";;;;\n" * 10],
    ids=["empty", "zeros", "image", "workbook", "word", "blanks"],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_sentence(clerk: Client, db: Session, content: bytes) -> None:
    file = {"Fichier CSV, XLSX ou ODS": (BytesIO(content), "f.csv")}
    form = clerk.see("/centre/importation").form("Vérifier le fichier", file)
    page = Page(clerk.ask("POST", form.action, data=form.data, follow_redirects=True).text)
    assert page.status == 200
    assert "Confirmer l'importation" not in page.names("button")
    assert page.has("À corriger") or page.has("à corriger")
    assert db.query(CertificationSession).count() == 0


def test_a_file_must_be_chosen(clerk: Client) -> None:
    page = clerk.see("/centre/importation")
    assert clerk.send(page, "Vérifier le fichier", status=422).has("Choisissez un fichier.")


def test_staff_of_two_centres_choose_which(clerk: Client, db: Session, staff: Account, clock: Clock) -> None:
    assert "Centre" not in clerk.see("/centre/sessions/nouvelle").names("select")
    other = act(db, centres.add, "Collège Jean Zay", staff, clock.now)
    other_id = str(other.id)
    create(clerk, Centre=other_id)
    assert db.query(CertificationSession).one().centre_id == other.id
    page = clerk.see("/centre/importation")
    content = BytesIO(SESSIONS.read_bytes())
    clerk.send(page, "Vérifier le fichier", {"Fichier CSV, XLSX ou ODS": (content, "s.csv"), "Centre": other_id})
    assert db.query(Upload).one().centre_id == other.id


def test_another_s_centre_cannot_be_chosen(
    clerk: Client, db: Session, sign_up: Callable[[str], Account], clock: Clock
) -> None:
    theirs = act(db, centres.add, "Collège Jean Zay", sign_up("Paul Autre"), clock.now)
    form = clerk.see("/centre/sessions/nouvelle").form("Créer la session", NEW)
    answer = clerk.ask("POST", form.action, data={**form.data, "centre_id": str(theirs.id)})
    assert answer.status_code == 422
    assert db.query(CertificationSession).count() == 0


def test_the_list_says_what_each_session_is_at(
    sign_in: SignIn, session: CertificationSession, staff: Account, db: Session, clock: Clock
) -> None:
    client = sign_in(staff)
    for field, word in ((None, "Créée"), ("started_at", "En cours"), ("finalised_at", "Finalisée")):
        if field:
            setattr(session, field, clock.now)
            db.commit()
        page = client.see("/centre")
        assert page.has(word)
        assert page.has("3 candidats")


def test_a_session_chooses_its_rule_for_lost_time(clerk: Client, db: Session) -> None:
    form = clerk.see("/centre/sessions/nouvelle")
    options = [told(one) for one in form.named("select", RULE).iter("option")]
    assert options == [words.label for words in RULES.values()]
    assert all(form.has(words.help) for words in RULES.values())
    assert values(create(clerk))["Temps perdu"] == "Toute l'interruption"
    claimed = clerk.send(form, "Créer la session", {**NEW, RULE: "claimed", "Nom de la salle": "Salle C13"})
    assert values(claimed)["Temps perdu"] == "À partir de la prise en charge"
    assert [row.compensation for row in db.query(CertificationSession)] == ["last_beat", "claimed"]
    assert clerk.send(form, "Créer la session", {**NEW, RULE: "autre"}, 422).has("choix")
