"""Test pages: hello, signs of life, goodbye, answers; the attempt's token stands for the cookie.

It names the account too: whoever lost the place to another account is refused.
"""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, render_template, url_for

from pwa.adapters.spoken import say
from pwa.api.blueprint import Body, blueprint, body
from pwa.clock import utcnow
from pwa.domain import questions
from pwa.domain.connectivity import pace
from pwa.domain.facts import Ending
from pwa.domain.visits import Verdict
from pwa.models.database import database
from pwa.models.tables import Attempt
from pwa.operations import answers, beats, centre_messages, notices, rights, visits
from pwa.operations import question_reports as reports
from pwa.operations.beats import Pulse
from pwa.services import services
from pwa.transactions import opening_late

RETRY_IN = 0.5
AWAY = {Verdict.ASK: "candidate.waiting", Verdict.ELSEWHERE: "candidate.elsewhere"}


@blueprint.post("/attempts/hello")
def hello() -> Response:
    """Say whether this page holds the test, and its question when it does."""
    said, now = body(), utcnow()
    waited = said.seconds("mono") / 1000
    words = visits.Hello(said.text("epoch"), said.text_or_none("previous"), waited, said.text_or_none("machine"))
    attempt, verdict = visits.hello(database.session(), _own_attempt_id(said), words, now)
    if attempt.state != Ending.RUNNING:
        return jsonify(granted=False, go=url_for("candidate.end"))
    if verdict is Verdict.WAIT:
        return jsonify(granted=False, retry_in=RETRY_IN)
    if verdict is not Verdict.GRANTED:
        return jsonify(granted=False, go=url_for(AWAY[verdict]))
    message = centre_messages.latest_of(database.session(), attempt.candidate)
    return jsonify(granted=True, pace=_pace(attempt.ends_at, now), message=message, **_question(attempt, now))


@blueprint.post("/attempts/beat")
def beat() -> Response:
    """Record a sign of life; orders to the page ride on the answer."""
    said, now = body(), utcnow()
    late = max(said.claimed("missed") or 0, said.length("late"))
    sign = beats.Sign(said.integer("seq"), said.flag("visible"), said.claimed("mono"), late)
    attempt_id, account_id = _named(said)
    pulse = beats.beat(database.session(), attempt_id, said.text("epoch"), sign, now)
    if not pulse.held:
        rights.check_place(database.session(), attempt_id, account_id)
    go = None if pulse.held else url_for(_lost_to(pulse))
    times = {"now": now.isoformat(), "ends_at": _iso(pulse.ends_at), "pace": _pace(pulse.ends_at, now)}
    return jsonify(**times, notice=pulse.notice and say(pulse.notice), message=pulse.message, go=go)


@blueprint.post("/attempts/goodbye")
def goodbye() -> tuple[str, int]:
    """Record that the page is going away."""
    said = body()
    beats.goodbye(database.session(), _named(said)[0], said.text("epoch"), utcnow())
    return "", 204


@blueprint.post("/attempts/answer")
def answer() -> Response:
    """Save an answer and give the next question, or the end page."""
    said, now = body(), utcnow()
    attempt = answers.answer(
        database.session(),
        _own_attempt_id(said),
        said.text("epoch"),
        said.integer("number"),
        said.text("key"),
        (said.integers("choices"), said.writing("text", 2000)),
        services().questions,
        now,
        said.moment_or_none("kept_at"),
        said.text_or_none("question"),
    )
    return _goes_on(attempt, now)


@blueprint.post("/attempts/report")
def report() -> Response:
    """Report a problem with the question; the same one comes back, on hold."""
    said, now = body(), utcnow()
    attempt_id, epoch, number = _own_attempt_id(said), said.text("epoch"), said.integer("number")
    return _goes_on(reports.report(database.session(), attempt_id, epoch, number, services().questions, now), now)


@blueprint.post("/attempts/question")
@opening_late
def question() -> Response:
    """Give the question as it stands, on hold or not, to the page that holds the test; nothing is written."""
    said, now = body(), utcnow()
    return _goes_on(answers.read(database.session(), _own_attempt_id(said), said.text("epoch"), now), now)


def _goes_on(attempt: Attempt, now: datetime) -> Response:
    if attempt.state != Ending.RUNNING:
        return jsonify(go=url_for("candidate.end"))
    return jsonify(**_question(attempt, now))


def _lost_to(pulse: Pulse) -> str:
    """Name the page of whoever no longer holds the test: only one that nobody replaced asks for it by itself."""
    if not pulse.running:
        return "candidate.end"
    return "candidate.elsewhere" if pulse.replaced else "candidate.waiting"


def _named(said: Body) -> tuple[int, int]:
    """Return the attempt and the account that the page's token names."""
    return services().signer.attempt_and_account(said.text("token", 200))


def _own_attempt_id(said: Body) -> int:
    attempt_id, account_id = _named(said)
    rights.check_place(database.session(), attempt_id, account_id)
    return attempt_id


def _question(attempt: Attempt, now: datetime) -> dict[str, Any]:
    every, number = services().questions, attempt.question
    shown, total, held = (
        questions.at(every, number, attempt.substitutes),
        len(questions.asked(every)),
        attempt.open_report,
    )
    said = {"number": number, "total": total, "report": held, "told": reports.told(attempt)}
    html = render_template("candidate/_question.html", question=shown, zone=attempt.candidate.session.zone, **said)
    return {
        "now": now.isoformat(),
        "ends_at": _iso(attempt.ends_at),
        "notice": say(notices.words(attempt.notice)) or None,
        "number": number,
        "total": total,
        "id": shown.id,
        "held": held is not None,
        "question": html,
    }


def _pace(ends_at: datetime | None, now: datetime) -> float:
    return pace(ends_at, now, services().presence.running).total_seconds()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
