"""The pages that wait: may I go on? was my test reopened? And, when one is closed, that it no longer asks."""

from flask import Response, jsonify, request, url_for
from flask_login import current_user, login_required

from pwa.api.blueprint import blueprint, body
from pwa.clock import utcnow
from pwa.domain.facts import Ending
from pwa.models.database import database
from pwa.operations import centre_messages, requests, rights
from pwa.operations.requests import Step
from pwa.services import services
from pwa.transactions import writing

PAGES = {Step.CODE: "candidate.code", Step.OVER: "candidate.end", Step.ELSEWHERE: "candidate.elsewhere"}

LONGEST_NAME = 64


@blueprint.get("/waiting")
@login_required
@writing
def waiting() -> Response:
    """Keep the candidate's request alive, and say where to go once it is answered."""
    db = database.session()
    candidate, page = rights.current_candidate(db, current_user), request.args.get("page", "")
    step = requests.wait(db, candidate, utcnow(), page, _machine(), again=True)
    message = centre_messages.latest_of(db, candidate)
    return jsonify(go=url_for(PAGES[step]) if step in PAGES else None, **({"message": message} if message else {}))


@blueprint.get("/elsewhere")
@login_required
def elsewhere() -> Response:
    """Say where to go once the test is over, or may be come back to."""
    db = database.session()
    step = requests.goes_elsewhere(db, rights.current_candidate(db, current_user), utcnow())
    return jsonify(go=None if step is Step.ELSEWHERE else url_for(PAGES.get(step, "candidate.waiting")))


@blueprint.post("/waiting/goodbye")
def stop_waiting() -> tuple[str, int]:
    """Record that the page is going away; its token speaks for the candidate."""
    said = body()
    candidate_id = services().signer.candidate_id(said.text("token", 200))
    requests.leave(database.session(), candidate_id, said.text("page", 16), utcnow())
    return "", 204


@blueprint.get("/reopened")
@login_required
def reopened() -> Response:
    """Say where to go once the test was reopened, or (the same page again) when it no longer can be."""
    db, now = database.session(), utcnow()
    attempt = rights.current_attempt(db, current_user)
    if attempt.state == Ending.RUNNING:
        return jsonify(go=url_for("candidate.code"))
    return jsonify(go=None if requests.may_reopen(attempt, now) else url_for("candidate.end"))


def _machine() -> str | None:
    """Return the name of the machine that asks, if it says one."""
    named = request.args.get("machine", "")
    return named if named.isprintable() and 0 < len(named) <= LONGEST_NAME else None
