"""What strangers may do, on every route there is: a route without a rule here fails."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pwa.adapters.languages import LANGUAGES
from pwa.domain.final_reports import Code
from pwa.domain.seat_plans import Shape
from pwa.domain.team import Role
from pwa.models.tables import Account, Base, Candidate, Centre
from pwa.operations import accesses, centres, final_reports, imports, periods, reconciliation, seat_plans, team
from pwa.operations.periods import Written
from pwa.operations.seat_plans import Drawing
from tests.acting import act
from tests.cast import SESSIONS, Register
from tests.room import NOW, Room
from tests.web.client import HTML, JSON, Client
from tests.web.fixtures import Clock, MakeSession, SignIn
from tests.web.routes import RULES, SERVED, For

Places = dict[str, Any]

VERBS = (
    "confirmer",
    "absent",
    "attendu",
    "annuler",
    "reprise",
    "garder",
    "ceder",
    "terminer",
    "rouvrir",
    "temps",
    "temps-perdu",
    "temps-perdu/refuser",
    "signalement",
)
ANSWERS = ("prendre", "rendre")
REFUSED = (404, 409)
"""Not there, or (for an alert) closed: an alert that is over and one that never was are not told apart."""


def methods(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with every method, signing out last."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "account.sign_out"):
        yield from ((rule, method) for method in sorted((rule.methods or set()) - {"OPTIONS"}))


@pytest.fixture
def places(db: Session, room: Room, candidate: Candidate, staff: Account, register: Register, clock: Clock) -> Places:
    """What the addresses of Salle B204 are made of: a test, its open alert, a message to a phone, a file."""
    register(room.invigilator)
    room.start(candidate, clock.now)
    room.goodbye(candidate, clock.now)
    clock.advance(4)
    room.look(clock.now)
    (delivery,) = room.deliveries()
    kept = act(db, imports.upload, room.session.centre, staff, SESSIONS.read_bytes(), clock.now)
    return {
        "number": room.session.number,
        "centre_id": room.session.centre_id,
        "slug": "presence",
        "paper": "kit",
        "period_id": act(db, periods.add, room.session.centre, Written("Novembre", NOW.date(), NOW.date())).id,
        "candidate_id": candidate.id,
        "alert_id": room.alert(candidate).id,
        "import_id": kept.id,
        "account_id": staff.id,
        "invitation_id": invited(db, room.session.centre, staff, clock),
        "plan_id": act(db, seat_plans.create, room.session.centre, Drawing("B204", Shape(1, 1)), clock.now).id,
        "token": delivery.token,
        "note_id": room.note(candidate, clock.now).id,
        "report_id": act(db, final_reports.add, room.session.id, candidate.id, Code.SIGNATURE, "", staff, clock.now).id,
        "span_id": room.lose(candidate, clock.now, clock.now).id,
        "filename": "css/app.css",
        "style": "board",
        "endpoint": delivery.device.endpoint,
        "device_id": delivery.device_id,
    }


def invited(db: Session, centre: Centre, staff: Account, clock: Clock) -> int:
    """The number of an invitation of that centre."""
    act(db, team.invite, centre, Role.MEMBER, staff, clock.now)
    return team.invitations(db, centre, clock.now)[0].id


@pytest.fixture
def elsewhere(db: Session, sign_up: Callable[[str], Account], make_session: MakeSession, clock: Clock) -> Room:
    """Another centre's session, watched by somebody else."""
    director = sign_up("Paul Directeur")
    centre = act(db, centres.add, "Collège Jean Zay", director, clock.now)
    session, invigilator = make_session("Salle Z", centre), sign_up("Ida Ailleurs")
    act(db, accesses.open_session, invigilator, session.number, session.password, clock.now)
    return Room(db, session, invigilator)


@pytest.fixture
def people(
    db: Session, stranger: Account, player: Account, elsewhere: Room, sign_up: Callable[[str], Account], clock: Clock
) -> dict[str, Account]:
    """The strangers, by the name of their part."""
    other = sign_up("Noé Autre")
    query = select(Candidate).where(Candidate.session_id == elsewhere.session.id).order_by(Candidate.id)
    row = db.scalars(query).first()
    assert row
    act(db, reconciliation.join, other, row.session_id, row.last_name, row.first_name, row.birth_date, clock.now)
    elsewhere.start(row, clock.now)
    return {
        "stranger": stranger,
        "other invigilator": elsewhere.invigilator,
        "other staff": db.query(Account).filter_by(first_name="Paul").one(),
        "candidate": player,
        "other candidate": other,
    }


def test_every_route_has_its_rule_and_every_rule_its_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == RULES.keys()


@pytest.mark.parametrize("who", SERVED)
def test_a_stranger_gets_what_is_for_them_and_changes_nothing(
    app: Flask, sign_in: SignIn, db: Session, room: Room, places: Places, people: dict[str, Account], who: str
) -> None:
    client = Client(app) if who == "nobody" else sign_in(people[who])
    token, version, faults = client.see("/aide").csrf_token, room.session.version, []
    for rule, method in methods(app):
        before = everything(db)
        answer = knock(client, rule, method, places, token)
        served = RULES[rule.endpoint] in SERVED[who]
        if not (is_served(answer) if served else is_refused(answer, who, RULES[rule.endpoint])):
            faults.append(f"{method} {answer.request.path}: {answer.status}")
        may_change = served and ("candidate" in who or rule.endpoint.startswith("training."))  # on their own session
        if not may_change and everything(db) != before:
            faults.append(f"{method} {answer.request.path} changed something")
    assert faults == []
    assert who == "candidate" or room.session.version == version


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_person_is_let_in_by_the_same_addresses(
    app: Flask,
    sign_in: SignIn,
    db: Session,
    room: Room,
    places: Places,
    staff: Account,
    player: Account,
    stranger: Account,
    language: str,
) -> None:
    """And each of their pages is valid, in each language: the client looks at every answer."""
    stranger.administrator = True
    right = {For.STAFF: staff, For.STAFF_OF_THIS: staff, For.INVIGILATOR: room.invigilator, For.CANDIDATE: player}
    right |= {For.ADMINISTRATOR: stranger, For.SIGNED_IN: stranger, For.EVERYBODY: stranger}
    for account in right.values():
        account.language = language
    db.commit()
    clients = {kind: sign_in(account) for kind, account in right.items()}
    for rule, method in methods(app):
        kind = RULES[rule.endpoint]
        if method == "GET" and kind in clients:
            assert is_served(knock(clients[kind], rule, method, places, "")), rule


@pytest.mark.parametrize(
    "path",
    [
        *(f"candidats/{{candidate_id}}/{verb}" for verb in VERBS),
        *(f"alertes/{{alert_id}}/{verb}" for verb in ANSWERS),
        "candidats/{candidate_id}/notes",
        "notes/{note_id}/annuler",
    ],
)
def test_a_session_s_own_invigilator_reaches_no_other_through_it(
    sign_in: SignIn, db: Session, elsewhere: Room, places: Places, path: str
) -> None:
    client = sign_in(elsewhere.invigilator)
    token, before = client.see("/aide").csrf_token, everything(db)
    address = f"/sessions/{elsewhere.session.number}/surveiller/{path.format(**places)}"
    assert client.ask("POST", address, data={"csrf_token": token}).status_code in REFUSED
    assert everything(db) == before


def knock(client: Client, rule: Rule, method: str, places: Places, token: str) -> TestResponse:
    """Ask for a route of Salle B204 with a good CSRF token, and a forged one for the attempt."""
    built = rule.build({name: places[name] for name in rule.arguments})
    assert built
    path, body = built[1], {"token": "forged", "epoch": "window-1", "seq": 1, "number": 1, "key": "k"}
    if rule.endpoint in ("api.claim", "api.shown", "api.opened"):
        path = path.replace(places["token"], "forged")
    if method != "POST":
        buffered = not rule.endpoint.endswith(".stream")
        return client.ask(method, path, accept=JSON if path.startswith("/api/") else HTML, buffered=buffered)
    if path.startswith("/api/"):
        sent = {**body, "endpoint": places["endpoint"]}
        return client.ask("POST", path, json=sent, accept=JSON, headers={"X-CSRFToken": token})
    return client.ask("POST", path, data={"csrf_token": token})


def is_served(answer: TestResponse) -> bool:
    """Whether the route did its work, were it to say what is wrong in an empty form (or that no watcher watches)."""
    answer.close()
    to_sign_in = answer.headers.get("Location", "").startswith("/connexion")
    return answer.status_code in (200, 204, 302, 422, 503) and not to_sign_in


def is_refused(answer: TestResponse, who: str, rule_is_for: For) -> bool:
    """Whether it was refused as it must be: not theirs does not exist; nobody is asked to sign in."""
    answer.close()
    if who != "nobody" or rule_is_for is For.TOKEN:
        return answer.status_code == 404
    return answer.status_code == 401 or answer.headers.get("Location", "").startswith("/connexion")


def everything(db: Session) -> list[tuple[object, ...]]:
    """All rows of all tables."""
    db.rollback()
    return [tuple(row) for table in Base.metadata.sorted_tables for row in db.execute(select(table))]
