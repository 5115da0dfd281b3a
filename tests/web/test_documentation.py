"""The documentation and the calendar: what a centre reads, prints, and lets others follow."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from pwa.domain.periods import BACKWARDS, TOO_LONG
from pwa.domain.years import ODD
from pwa.models.tables import Account, Centre, CertificationSession, Membership, Period
from pwa.operations import accounts, periods
from pwa.operations.periods import Written
from tests.acting import act
from tests.cast import SignUp
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import Page

TODAY = NOW.date()
DOCUMENTATION = "/centre/documentation"
MINE = "Périodes de certification"


@pytest.fixture
def clerk(sign_in: SignIn, centre: Centre, staff: Account) -> Client:
    return sign_in(staff)


@pytest.fixture
def november(db: Session, centre: Centre) -> Period:
    return act(db, periods.add, centre, Written("Novembre", TODAY - timedelta(days=5), TODAY + timedelta(days=5)))


def calendar(centre: Centre) -> str:
    return f"/centre/{centre.id}/calendrier"


def write(client: Client, path: str, button: str, status: int = 200, **typed: str) -> Page:
    values = {"Nom de la période": "Printemps", "Premier jour": "2031-03-01", "Dernier jour": "2031-03-31", **typed}
    return client.send(client.see(path), button, values, status)


def test_it_leads_to_the_guide_the_kits_and_what_prepares(clerk: Client, session: CertificationSession) -> None:
    page = clerk.see(DOCUMENTATION)
    addresses = {one.get("href") for one in page.all("a")}
    assert {
        "/aide",
        "/documentation/preparation.pdf",
        f"/centre/sessions/{session.number}/documents/kit.pdf",
    } <= addresses


def test_the_centre_s_home_leads_there(clerk: Client) -> None:
    assert "Documentation" in clerk.see("/centre").names("a")


def test_it_says_whom_to_ask(clerk: Client, db: Session, centre: Centre, sign_up: SignUp) -> None:
    sign_up("Rémi Régisseur")
    act(db, accounts.make_administrator, "rémi.régisseur@exemple.fr")
    page = clerk.see(DOCUMENTATION)
    assert page.has("Rémi Régisseur, rémi.régisseur@exemple.fr")
    assert f"Écrire les numéros : {centre.name}" in page.names("a")


def test_an_administrator_adds_a_period(clerk: Client, centre: Centre) -> None:
    page = write(clerk, calendar(centre), "Ajouter la période")
    assert page.has("La période « Printemps » est au calendrier.")
    assert page.has("Printemps du 01/03/2031 au 31/03/2031")
    assert clerk.see(DOCUMENTATION).has("Printemps du 01/03/2031 au 31/03/2031")


@pytest.mark.parametrize(
    ("last", "sentence"), [("2031-02-28", BACKWARDS), ("2032-03-02", TOO_LONG), ("", "Choisissez une date.")]
)
def test_days_that_make_no_period_are_refused_beside_their_field(
    clerk: Client, db: Session, centre: Centre, last: str, sentence: str
) -> None:
    page = write(clerk, calendar(centre), "Ajouter la période", 422, **{"Dernier jour": last})
    assert page.has(f"Dernier jour : {sentence}")
    assert page.form("Ajouter la période").data["name"] == "Printemps"
    assert db.query(Period).count() == 0


@pytest.mark.parametrize(("first", "last"), [("9999-12-30", "9999-12-31"), ("0001-01-01", "0001-01-02")])
def test_days_of_another_time_are_refused_and_the_calendar_stays(
    clerk: Client, client: Client, db: Session, centre: Centre, november: Period, first: str, last: str
) -> None:
    page = write(clerk, calendar(centre), "Ajouter la période", 422, **{"Premier jour": first, "Dernier jour": last})
    assert page.has(f"Premier jour : {ODD}")
    assert page.form("Ajouter la période").data["ends_on"] == last
    assert db.query(Period).count() == 1
    copy = clerk.see(DOCUMENTATION).named("button", "Copier l'adresse du calendrier").get("data-copy", "")
    assert client.ask("GET", copy.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_a_period_is_changed_and_removed(clerk: Client, db: Session, centre: Centre, november: Period) -> None:
    changed = write(clerk, f"{calendar(centre)}/{november.id}", "Enregistrer la période")
    assert changed.has("La période « Printemps » est changée.")
    assert "Changer Printemps" in changed.names("a")
    asking = clerk.see(f"{calendar(centre)}/{november.id}")
    assert clerk.send(asking, "Supprimer la période").has("La période « Printemps » n'est plus au calendrier.")
    assert db.query(Period).count() == 0


def test_a_member_reads_the_calendar_and_does_not_keep_it(
    sign_in: SignIn, db: Session, centre: Centre, colleague: Account, november: Period
) -> None:
    db.add(Membership(centre_id=centre.id, account_id=colleague.id, role="member"))
    db.commit()
    member = sign_in(colleague)
    page = member.see(DOCUMENTATION)
    assert page.has("Novembre")
    assert "Changer le calendrier" not in page.names("a")
    assert member.ask("GET", calendar(centre)).status_code == 409
    assert member.ask("GET", f"{calendar(centre)}/{november.id}").status_code == 409


def test_home_pages_show_what_is_under_way_or_to_come(
    clerk: Client, db: Session, centre: Centre, november: Period
) -> None:
    act(db, periods.add, centre, Written("Passée", TODAY - timedelta(days=9), TODAY - timedelta(days=1)))
    for path in ("/", "/centre"):
        page = clerk.see(path)
        assert page.has("Novembre Lycée Camille Guérin du 15/11/2030 au 25/11/2030 en cours")
        assert not page.has("Passée")


def test_an_invigilator_s_home_shows_the_calendar_of_the_session_they_watch(
    sign_in: SignIn, room: Room, invigilator: Account, stranger: Account, november: Period
) -> None:
    assert sign_in(invigilator).see("/").has(MINE)
    assert not sign_in(stranger).see("/").has(MINE)


def test_any_program_follows_the_calendar_by_its_address(
    clerk: Client, client: Client, centre: Centre, november: Period
) -> None:
    copy = clerk.see(DOCUMENTATION).named("button", "Copier l'adresse du calendrier").get("data-copy", "")
    assert copy.startswith("http://127.0.0.1:8000/calendrier/")
    answer = client.ask("GET", copy.removeprefix("http://127.0.0.1:8000"))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    read = Calendar.from_ical(answer.data)
    (event,) = read.walk("VEVENT")
    assert (str(read["x-wr-calname"]), str(event["summary"])) == (centre.name, "Novembre")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2030, 11, 15), date(2030, 11, 26))


def test_a_calendar_s_address_cannot_be_guessed(client: Client, centre: Centre) -> None:
    for guess in (str(centre.id), "MQ", f"{centre.id}.aaaa"):
        assert client.ask("GET", f"/calendrier/{guess}.ics").status_code == 404
