"""A session's candidates placed in its room, with a script and without; the board shows the room."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pwa.domain.seat_plans import Shape
from pwa.models.tables import Account, Candidate, SeatPlan
from pwa.operations import centres, seat_plans, seating, sessions
from pwa.operations.seat_plans import Drawing
from pwa.operations.seating import FINALISED
from tests.acting import act
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import Page

LEA, AISSATOU, JEAN = "Léa ABADIE", "Aïssatou BÂ", "Jean-Michel BERTRAND"
NAMES = ("ABADIE Léa", "BÂ Aïssatou", "BERTRAND Jean-Michel")


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account) -> Client:
    return sign_in(staff)


@pytest.fixture
def plan(db: Session, room: Room, staff: Account) -> SeatPlan:
    """The session's room: two seats, an aisle, two seats; its three candidates sit on the first three."""
    drawing = Drawing("Salle B204", Shape(1, 5, frozenset({(0, 2)})))
    made = act(db, seat_plans.create, room.session.centre, drawing, NOW)
    act(db, seating.choose, room.session, made.id, staff, NOW)
    return made


def address(room: Room, rest: str = "") -> str:
    return f"/centre/sessions/{room.session.number}/places{rest}"


def board(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller")


def seats(db: Session, room: Room) -> list[str | None]:
    db.rollback()
    return [one.seat for one in sessions.candidates(db, room.session)]


def place(client: Client, room: Room, name: str, seat: str, status: int = 200) -> dict[str, object]:
    """Put somebody down as the page's script does."""
    page = client.see(address(room))
    who = next(one for one in page.all("button") if one.get("data-name") == name)
    body = {"csrf_token": page.csrf_token, "candidate": who.get("data-candidate"), "seat": seat}
    answer = client.ask("POST", address(room, "/poser"), data=body, accept="application/json")
    assert answer.status_code == status, answer.text
    return dict(answer.json or {})


def test_a_session_without_a_room_leads_to_drawing_one(clerk: Client, room: Room) -> None:
    page = clerk.see(f"/centre/sessions/{room.session.number}")
    assert "Placer les candidats" in page.names("a")
    assert "Dessiner une salle" in clerk.see(address(room)).names("a")


def test_the_room_is_chosen_and_shown_with_its_people(clerk: Client, room: Room, plan: SeatPlan) -> None:
    page = clerk.send(clerk.see(address(room)), "Choisir cette salle", {"Plan de la salle": ""})
    assert page.has("Cette session n'a plus de plan.")
    assert "Vider le plan" not in page.names("button")
    page = clerk.send(page, "Choisir cette salle", {"Plan de la salle": plan.id})
    assert {f"Poste 01, {LEA}", f"Poste 02, {AISSATOU}", f"Poste 03, {JEAN}", "Poste 04, libre"} <= set(
        page.names("button")
    )
    assert page.has("Tout le monde a une place.")
    assert clerk.see(f"/centre/sessions/{room.session.number}").has("Salle B204")


@pytest.mark.parametrize("plan_id", ["99", str(2**31), "0", "-1"])
def test_a_room_that_is_none_of_the_centre_s_is_not_chosen(
    clerk: Client, room: Room, plan: SeatPlan, plan_id: str
) -> None:
    token = clerk.see(address(room)).csrf_token
    answer = clerk.ask("POST", address(room, "/salle"), data={"csrf_token": token, "plan": plan_id})
    assert answer.status_code == 404
    assert room.session.seat_plan_id == plan.id


def test_somebody_put_on_a_taken_seat_swaps(clerk: Client, db: Session, room: Room, plan: SeatPlan) -> None:
    answer = place(clerk, room, LEA, "03")
    assert answer["message"] == f"{LEA} : poste 03."
    piece = clerk.fragment(str(answer["html"]))
    assert {f"Poste 03, {LEA}", f"Poste 01, {JEAN}"} <= set(piece.names("button"))
    assert seats(db, room) == ["03", "02", "01"]


def test_somebody_is_taken_off_the_plan(clerk: Client, db: Session, room: Room, plan: SeatPlan) -> None:
    assert place(clerk, room, LEA, "")["message"] == f"{LEA} : à placer."
    assert seats(db, room) == [None, "02", "03"]


def test_a_seat_that_is_gone_is_said_so(clerk: Client, room: Room, plan: SeatPlan) -> None:
    assert place(clerk, room, LEA, "05", 422)["code"] == "seat_gone"


def test_without_a_script_seats_are_chosen_in_a_list(clerk: Client, db: Session, room: Room, plan: SeatPlan) -> None:
    first, second, third = NAMES
    page = clerk.send(clerk.see(address(room)), "Enregistrer les places", {first: "02", second: "01", third: ""})
    assert page.has("3 places changées.")
    assert page.has("1 candidat n'a pas de place.")
    assert seats(db, room) == ["02", "01", None]


def test_a_list_that_is_behind_changes_only_what_was_chosen_in_it(
    clerk: Client, db: Session, room: Room, plan: SeatPlan
) -> None:
    page = clerk.see(address(room))
    place(clerk, room, LEA, "04")
    clerk.send(page, "Enregistrer les places", {NAMES[1]: "01"})
    assert seats(db, room) == ["04", "01", "03"]


def test_one_seat_for_two_is_refused_and_the_choices_are_kept(
    clerk: Client, db: Session, room: Room, plan: SeatPlan
) -> None:
    page = clerk.send(clerk.see(address(room)), "Enregistrer les places", {NAMES[0]: "02"}, 422)
    assert page.has("Le poste 02 est choisi pour deux candidats. Gardez-le pour un seul.")
    chosen = next(one for one in page.named("select", NAMES[0]).iter("option") if one.get("selected") is not None)
    assert chosen.get("value") == "02"
    assert page.by_id("seating-list").get("open") is not None
    assert seats(db, room) == ["01", "02", "03"]


def test_the_plan_is_emptied_and_filled_in_the_order_of_names(
    clerk: Client, db: Session, room: Room, plan: SeatPlan
) -> None:
    page = clerk.send(clerk.see(address(room)), "Vider le plan")
    assert seats(db, room) == [None, None, None]
    assert page.has("À placer 3")
    assert clerk.send(page, "Par ordre alphabétique").has("3 places changées.")
    assert seats(db, room) == ["01", "02", "03"]


def test_a_finalised_session_is_shown_and_does_not_change(
    clerk: Client, db: Session, room: Room, plan: SeatPlan
) -> None:
    token = clerk.see(address(room)).csrf_token
    room.finalise(NOW)
    page = clerk.see(address(room))
    assert page.has(FINALISED)
    assert page.named("button", f"Poste 01, {LEA}").get("disabled") is not None
    for verb in ("salle", "poser", "liste", "remplir", "vider"):
        answer = clerk.ask("POST", address(room, f"/{verb}"), data={"csrf_token": token, "plan": plan.id})
        assert answer.status_code == 409, verb
    assert seats(db, room) == ["01", "02", "03"]


def test_another_centre_s_candidate_is_not_placed_here(
    clerk: Client, db: Session, room: Room, plan: SeatPlan, make_session: Callable[..., object],
    sign_up: Callable[[str], Account],
) -> None:  # fmt: skip
    other = act(db, centres.add, "Collège Jean Zay", sign_up("Paul Directeur"), NOW)
    make_session("Salle Z", other)
    theirs = db.query(Candidate).filter(Candidate.session_id != room.session.id).first()
    assert theirs
    body = {"csrf_token": clerk.see(address(room)).csrf_token, "candidate": theirs.id, "seat": "04"}
    assert clerk.ask("POST", address(room, "/poser"), data=body).status_code == 404
    assert theirs.seat == "01"


# The board


def test_the_board_without_a_plan_says_where_it_is_drawn(sign_in: SignIn, room: Room) -> None:
    assert board(sign_in(room.invigilator), room).has("Cette session n'a pas de plan de salle.")


def test_the_board_shows_the_room_with_each_state(sign_in: SignIn, room: Room, plan: SeatPlan) -> None:
    lea, aissatou, _ = sessions.candidates(room.db, room.session)
    room.start(lea, NOW)
    room.wait(aissatou, NOW)
    page = board(sign_in(room.invigilator), room)
    spots = {one.get("id"): page.name_of(one) for one in page.by_id("seats").iter("button")}
    assert spots == {
        "seat-01": f"Poste 01, {LEA}, connecté",
        "seat-02": f"Poste 02, {AISSATOU}, demande à entrer",
        "seat-03": f"Poste 03, {JEAN}, attendu",
    }
    classes = {name: (page.by_id(name).get("class") or "").split() for name in ("seat-01", "seat-02")}
    assert "spot-calls" in classes["seat-02"]
    assert "spot-calls" not in classes["seat-01"]
    assert page.by_id("seat-01").get("popovertarget") == f"sheet-{lea.id}"
    assert len(page.by_id("seats").findall(".//td")) == 5


def test_the_board_names_those_who_are_not_on_the_plan(
    clerk: Client, sign_in: SignIn, room: Room, plan: SeatPlan, db: Session, staff: Account
) -> None:
    place(clerk, room, LEA, "")
    act(db, seat_plans.redraw, plan, Drawing("Salle B204", Shape(1, 2)), staff, NOW)
    page = board(sign_in(room.invigilator), room)
    assert page.has("Hors plan 2")
    assert {f"{NAMES[0]}sans poste · attendu", f"{NAMES[2]}poste 03 · attendu"} <= set(page.names("button"))


def test_an_open_board_gets_the_room_at_every_change(
    clerk: Client, sign_in: SignIn, room: Room, plan: SeatPlan
) -> None:
    client = sign_in(room.invigilator)
    version = board(client, room).by_id("board").get("data-version")
    place(clerk, room, LEA, "04")
    news = client.read(f"/sessions/{room.session.number}/surveiller/changements?since={version}")
    assert f"Poste 04, {LEA}, attendu" in client.fragment(news["fragments"]["plan"]).names("button")
