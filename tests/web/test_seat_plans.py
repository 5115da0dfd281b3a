"""The centre's rooms: listed, drawn, drawn anew; without a script too."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from sqlalchemy.orm import Session

from pwa.domain.seat_plans import NO_SEAT, Shape
from pwa.models.tables import Account, Centre, SeatPlan
from pwa.operations import centres, seat_plans, seating
from pwa.operations.seat_plans import NAME_TAKEN, Drawing
from tests.acting import act
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import Page

NEW, SAVE, AGAIN = "/centre/salles/nouvelle", "Enregistrer la salle", "Redessiner"
NAME, ROWS, COLUMNS, NUMBERS = "Nom de la salle", "Rangées", "Colonnes", "Numéros des postes"


@pytest.fixture
def clerk(sign_in: SignIn, centre: Centre, staff: Account) -> Client:
    return sign_in(staff)


@pytest.fixture
def plan(db: Session, centre: Centre) -> SeatPlan:
    """One row of three, the second an aisle."""
    return act(db, seat_plans.create, centre, Drawing("Salle B204", Shape(1, 3, frozenset({(0, 1)}))), NOW)


def draw(
    client: Client, path: str, values: Mapping[str, object] | None = None, gaps: Sequence[str] = (), status: int = 200
) -> Page:
    """Type the form's values, and tick the cells where nobody sits."""
    page = client.see(path)
    form = page.form(SAVE, {NAME: "Salle B204", ROWS: 2, COLUMNS: 3, **(values or {})})
    answer = client.ask("POST", path, data={**form.data, "gap": list(gaps)})
    if answer.status_code == 302:
        return client.see(answer.headers["Location"], status)
    assert answer.status_code == status, answer.text
    return Page(answer.text, path, status)


def cells(page: Page) -> list[str]:
    """The numbers as they are drawn, « » where there is a gap."""
    table = page.by_id("cells")
    return [(cell.find("label/span").text or "").strip() for cell in table.iter("td")]  # type: ignore[union-attr]


def test_a_centre_without_rooms_says_what_to_do(clerk: Client) -> None:
    page = clerk.see("/centre/salles")
    assert page.has("Aucune salle n'est encore dessinée.")
    assert "Dessiner une salle" in page.names("a")
    assert "Salles" in clerk.see("/centre").names("a")


def test_a_room_is_drawn_and_listed(clerk: Client, db: Session) -> None:
    page = draw(clerk, NEW, {NUMBERS: "columns"}, ["0-1", "1-1"])
    assert page.url == "/centre/salles"
    assert page.has("La salle « Salle B204 » est enregistrée.")
    assert page.has("4 places · 2 rangées × 3 colonnes")
    plan = db.query(SeatPlan).one()
    assert (plan.gaps, plan.numbering) == ([[0, 1], [1, 1]], "columns")
    assert cells(clerk.see(f"/centre/salles/{plan.id}")) == ["01", "", "03", "02", "", "04"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({NAME: " "}, "Remplissez ce champ."),
        ({ROWS: 0}, "Écrivez un nombre de 1 à 20."),
        ({COLUMNS: 21}, "Écrivez un nombre de 1 à 20."),
        ({COLUMNS: "beaucoup"}, "Écrivez un nombre de 1 à 20."),
    ],
)
def test_what_is_no_room_is_told_beside_the_field(
    clerk: Client, db: Session, values: dict[str, object], said: str
) -> None:
    page = draw(clerk, NEW, values, ["0-1"], 422)
    assert page.has(said)
    assert db.query(SeatPlan).count() == 0


def test_a_room_of_aisles_only_is_refused(clerk: Client) -> None:
    assert draw(clerk, NEW, {ROWS: 1, COLUMNS: 1}, ["0-0"], 422).has(NO_SEAT)


def test_gaps_that_are_none_are_left_out(clerk: Client, db: Session) -> None:
    draw(clerk, NEW, gaps=["0-1", "5-0", "0-20", "un-deux", "-1-0", "0-1"])
    assert db.query(SeatPlan).one().gaps == [[0, 1]]


def test_a_name_that_is_taken_is_told_beside_it_and_the_drawing_is_kept(clerk: Client, plan: SeatPlan) -> None:
    page = draw(clerk, NEW, gaps=["1-2"], status=422)
    assert page.has(NAME_TAKEN)
    assert page.named("input", NAME).get("aria-invalid") == "true"
    assert cells(page) == ["01", "02", "03", "04", "05", ""]


def test_without_a_script_the_room_is_shown_at_its_new_size_before_it_is_kept(clerk: Client, db: Session) -> None:
    page = clerk.see(NEW)
    form = page.form(AGAIN, {ROWS: 1, COLUMNS: 2, NUMBERS: "snake"})
    answer = clerk.ask("POST", NEW, data={**form.data, "redraw": "1", "gap": ["0-0"]})
    assert (answer.status_code, cells(Page(answer.text))) == (200, ["", "01"])
    assert db.query(SeatPlan).count() == 0


def test_a_room_drawn_anew_says_which_sessions_use_it(
    clerk: Client, db: Session, plan: SeatPlan, room: Room, staff: Account
) -> None:
    act(db, seating.choose, room.session, plan.id, staff, NOW)
    version, page = room.session.version, clerk.see(f"/centre/salles/{plan.id}")
    assert f"session {room.session.number}" in page.names("a")
    assert cells(page) == ["01", "", "02"]
    draw(clerk, f"/centre/salles/{plan.id}", {ROWS: 1, COLUMNS: 2})
    assert (plan.columns, plan.gaps) == (2, [])
    assert room.session.version == version + 1


def test_a_room_is_removed(clerk: Client, db: Session, plan: SeatPlan) -> None:
    page = clerk.send(clerk.see(f"/centre/salles/{plan.id}"), "Supprimer la salle")
    assert page.has("La salle « Salle B204 » est supprimée.")
    assert db.query(SeatPlan).count() == 0


def test_a_person_of_several_centres_says_whose_room_it_is(
    clerk: Client, db: Session, staff: Account, centre: Centre
) -> None:
    other = act(db, centres.add, "Collège Jean Zay", staff, NOW)
    draw(clerk, NEW, {"Centre": other.id})
    assert db.query(SeatPlan).one().centre_id == other.id


def test_another_centre_s_room_is_not_there(clerk: Client, db: Session, sign_up: Callable[[str], Account]) -> None:
    other = act(db, centres.add, "Collège Jean Zay", sign_up("Paul Directeur"), NOW)
    theirs = act(db, seat_plans.create, other, Drawing("Salle Z", Shape(1, 1)), NOW)
    assert not clerk.see("/centre/salles").has("Salle Z")
    clerk.see(f"/centre/salles/{theirs.id}", 404)
