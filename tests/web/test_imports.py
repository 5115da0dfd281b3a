"""Files: a list for one session, a school's own export, what is to be read again, files that are not what they say."""

from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from pwa.adapters.spreadsheets import read_table
from pwa.domain.roster_columns import Column
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, ColumnMapping, Upload
from tests.adapters import workbook_files as files
from tests.cast import DATA, SESSIONS, THE_DAY_BEFORE
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

EXPORT = (
    "Nom de famille;Prénom;Né(e) le;Sexe;Division;Code commune naissance;Régime\n"
    "ROUX;Nina;01/03/2009;F;1ERE 2;86194;DP\nROUX;Ali;02/03/2009;M;1ERE 2;1004;EXT\n"
).encode()
GOOD = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture
def clerk(sign_in: SignIn, centre: Centre, staff: Account, clock: Clock) -> Client:
    """The browser of the centre's staff, the day before."""
    clock.now = THE_DAY_BEFORE
    return sign_in(staff)


def send(client: Client, content: bytes, status: int = 200, session: CertificationSession | None = None) -> Page:
    page = client.see("/centre/importation" + (f"?session={session.number}" if session else ""))
    return client.send(page, "Vérifier le fichier", {"Fichier CSV, XLSX ou ODS": (BytesIO(content), "f")}, status)


def people(db: Session, session: CertificationSession) -> int:
    return db.query(Candidate).filter_by(session_id=session.id).count()


@pytest.mark.parametrize("name", ["candidates.xlsx", "candidates.ods"])
def test_a_workbook_of_candidates_asks_for_its_session(
    clerk: Client, db: Session, session: CertificationSession, name: str
) -> None:
    db.query(Candidate).delete()
    db.commit()
    page = send(clerk, (DATA / name).read_bytes())
    assert page.form("Continuer").data["session"] == str(session.number)
    page = clerk.see(f"{page.url}?session={session.number}")
    assert page.has("24 candidats")
    page = clerk.send(page, "Confirmer l'importation")
    assert page.url == f"/centre/sessions/{session.number}"
    assert people(db, session) == 24


def test_a_list_may_be_sent_for_a_session_at_once(clerk: Client, db: Session, session: CertificationSession) -> None:
    page = send(clerk, (DATA / "candidates.xlsx").read_bytes(), session=session)
    count = people(db, session)
    assert page.has(f"{count} points à corriger")
    assert told(page.by_id("main")).count("est déjà inscrit dans la session") == count


def test_a_school_s_export_is_read_once_its_columns_are_told(
    clerk: Client, db: Session, session: CertificationSession
) -> None:
    page = send(clerk, EXPORT, session=session)
    assert "Confirmer l'importation" not in page.names("button")
    columns = clerk.see(next(str(link.get("href")) for link in page.all("a") if "colonnes" in str(link.get("href"))))
    assert columns.has("1ERE 2")
    read = clerk.send(columns, "Continuer")
    assert read.has("2 candidats")
    assert read.has("Lu 01004")
    assert read.has("Cette colonne n'est pas lue.")
    clerk.send(read, "Confirmer l'importation")
    ali = db.query(Candidate).filter_by(first_name="Ali").one()
    assert (ali.birth_insee, ali.class_name, ali.birth_country) == ("01004", "1ERE 2", "FRANCE")
    again = send(clerk, EXPORT, session=session)
    assert again.has("2 points à corriger")
    assert db.query(ColumnMapping).count() == 1


def test_a_choice_of_columns_that_lacks_one_is_told(clerk: Client, session: CertificationSession) -> None:
    page = send(clerk, EXPORT, session=session)
    columns = clerk.see(next(str(link.get("href")) for link in page.all("a") if "colonnes" in str(link.get("href"))))
    refused = clerk.send(columns, "Continuer", {"Prénom": ""}, 422)
    assert "Choisissez la colonne de : Prénom." in told(refused.by_id("form-errors"))


def test_what_is_unusual_is_shown_and_may_be_confirmed(clerk: Client) -> None:
    content = SESSIONS.read_bytes().replace(b'"33%"', b'"1%"')
    page = send(clerk, content)
    assert page.has("3 points à relire")
    assert "Confirmer l'importation" in page.names("button")


def test_the_empty_file_is_the_one_that_is_read(clerk: Client) -> None:
    answer = clerk.ask("GET", "/centre/importation/modele.csv", accept="*/*")
    assert answer.mimetype == "text/csv"
    assert read_table(answer.data) == [list(Column)]
    page = send(clerk, answer.data)
    assert page.has("Ajoutez au moins une ligne sous les titres.")


def test_the_page_s_own_script_is_told_where_to_go(clerk: Client) -> None:
    form = clerk.see("/centre/importation").form(
        "Vérifier le fichier", {"Fichier CSV, XLSX ou ODS": (BytesIO(SESSIONS.read_bytes()), "f")}
    )
    answer = clerk.ask("POST", form.action, data=form.data, headers={"X-Upload": "1"})
    assert (answer.status_code, answer.data) == (201, b"")
    assert clerk.see(answer.headers["Location"]).has("36 candidats")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (files.bomb(), "démesuré"),
        (files.xlsx(GOOD)[:400], "abîmé"),
        (files.archive({"candidats.xlsx": files.xlsx(GOOD)}), "archive"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "XLS"),
        (b"<html><table></table></html>", "n'est pas un tableau"),
        ("Nom;Prénom\n".encode("utf-16"), "n'est pas un tableau"),
        (b"a;b\n" + b"x" * 5 * 1024 * 1024, "5 Mo"),
    ],
    ids=["bomb", "cut", "nested", "old", "page", "utf-16", "heavy"],
)
def test_a_file_that_is_not_what_it_says_is_told_and_not_kept(
    clerk: Client, db: Session, content: bytes, sentence: str
) -> None:
    assert sentence in told(send(clerk, content, 422).by_id("form-errors"))
    assert db.query(Upload).count() == 0


def test_thirty_megabytes_are_refused_before_they_are_read(clerk: Client, db: Session) -> None:
    page = send(clerk, b"x" * 30 * 1024 * 1024, 413)
    assert page.has("Ce fichier dépasse la taille permise.")
    assert db.query(Upload).count() == 0


def test_a_formula_is_kept_as_the_text_it_is(clerk: Client, db: Session) -> None:
    content = SESSIONS.read_bytes().replace(b'"1ERE-1-000"', b'"=1+1"')
    clerk.send(send(clerk, content), "Confirmer l'importation")
    assert db.query(Candidate).filter_by(external_id="=1+1").count() == 1


def test_a_session_of_another_centre_is_no_target(clerk: Client) -> None:
    clerk.see("/centre/importation?session=999999", 404)
    clerk.see("/centre/importation?session=99999999999999999999", 404)


def test_a_file_is_shown_anew_when_a_colleague_wrote_meanwhile(clerk: Client, db: Session) -> None:
    first, second = send(clerk, SESSIONS.read_bytes()), send(clerk, SESSIONS.read_bytes())
    clerk.send(first, "Confirmer l'importation")
    form = second.form("Confirmer l'importation")
    answer = clerk.ask(form.method, form.action, data=form.data)
    assert (answer.status_code, answer.headers["Location"]) == (302, second.url)
    again = clerk.see(second.url)
    assert again.has("corrigez-les, puis importez-le de nouveau")
    assert again.has("2 points à corriger")
    assert "Confirmer l'importation" not in again.names("button")
    assert (db.query(CertificationSession).count(), db.query(Candidate).count()) == (2, 36)


def test_a_name_keeps_nothing_that_is_no_writing(clerk: Client, db: Session) -> None:
    content = SESSIONS.read_bytes().replace(b'"ABADIE"', b'" ABA\x07\x1f\nDIE\r\n"')
    clerk.send(send(clerk, content), "Confirmer l'importation")
    assert db.query(Candidate).filter_by(last_name="ABA DIE").count() == 1
