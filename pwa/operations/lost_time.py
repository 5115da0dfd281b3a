"""Lost time: an invigilator gives back what interruptions cost one candidate or all whom an outage hit, or does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pwa.domain import attempts as moves
from pwa.domain import lost_time as rules
from pwa.domain.attempts import Move
from pwa.domain.errors import Illegal, Missing
from pwa.domain.grants import Terms
from pwa.domain.lost_time import Decision, Rule
from pwa.domain.words import ABOUT, N_, Clock, Sentence, lines
from pwa.models.tables import Account, CertificationSession, Span
from pwa.operations import changes, ledger, notices
from pwa.operations.changes import Case, Change
from pwa.operations.grants import give_back
from pwa.operations.looks import refresh

WHAT = {
    Decision.GRANTED: N_("Déjà décidé par %(name)s à %(time)s\u00a0: temps accordé."),
    Decision.REFUSED: N_("Déjà décidé par %(name)s à %(time)s\u00a0: temps pas accordé."),
}


@dataclass(frozen=True)
class Compensated:
    """What became of it: minutes by candidate, and who was refused, by name with the sentence."""

    change: Change
    minutes: dict[str, int]
    refused: tuple[tuple[str, str], ...] = ()


def compensate(
    db: Session, number: int, candidate_id: int, account: Account, now: datetime, shown: int | None = None
) -> Compensated:
    """Grant a candidate what is proposed for all their interruptions that nobody has decided.

    `shown` are the minutes that the invigilator read: when others are proposed by now, nothing is granted.
    """
    change = changes.begin(db, number, changes.by_account(account.id), now)
    case = change.case(candidate_id)
    spans = _spans_of(change, candidate_id)
    _check(case, spans)
    _check_shown(shown, _proposed(change, spans))
    return Compensated(change, {case.candidate.full_name: _give(case, spans, account)})


def compensate_shared(
    db: Session, number: int, span_id: int, account: Account, now: datetime, shown: int | None = None
) -> Compensated:
    """Grant all whom that outage hit their own length of it; who cannot be is named, with why.

    Those of whom it was decided before are named only when nobody is left to grant it to. `shown` are the minutes
    that the invigilator read, of all of them.
    """
    change = changes.begin(db, number, changes.by_account(account.id), now)
    spans = _outage(change, span_id)
    given: dict[str, int] = {}
    refused: list[tuple[str, str]] = []
    decided: list[tuple[str, str]] = []
    for candidate_id in sorted({span.candidate_id for span in spans}):
        case, own = change.case(candidate_id), [span for span in spans if span.candidate_id == candidate_id]
        why = _refusal(case, own)
        if why:
            (decided if _decided(case, own) else refused).append((case.candidate.full_name, why))
        else:
            given[case.candidate.full_name] = _give(case, own, account)
    if not given:
        raise Illegal(
            lines(Sentence(ABOUT, name=name, why=why) for name, why in refused + decided), "nothing_to_compensate"
        )
    _check_shown(shown, sum(given.values()))
    return Compensated(change, given, tuple(refused))


def decline(
    db: Session, number: int, candidate_id: int, account: Account, now: datetime, shown: int | None = None
) -> Change:
    """Decide that what is proposed to a candidate (`shown`, in minutes) is not granted."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    case = change.case(candidate_id)
    spans = _spans_of(change, candidate_id)
    _check(case, spans)
    _check_shown(shown, _proposed(change, spans))
    decided = _decide(case, spans, Decision.REFUSED, account)
    change.journal("compensation_declined", case.candidate, spans=[span.id for span in decided])
    refresh(case, "declined")
    return change


def _give(case: Case, spans: Sequence[Span], account: Account) -> int:
    """Grant the minutes proposed for these interruptions, and return them."""
    change = case.change
    minutes = _proposed(change, spans)
    row = give_back(case, timedelta(minutes=minutes), rules.REASON, account)
    if case.attempt:
        terms = Terms(minutes, rules.REASON)
        case.attempt.notice = notices.granted(case.candidate.session, account, terms, change.now)
    decided = _decide(case, spans, Decision.GRANTED, account, row.id)
    spans_decided = [span.id for span in decided]
    change.journal("time_compensated", case.candidate, grant=row.id, minutes=minutes, spans=spans_decided)
    refresh(case, "time_granted")
    return minutes


def _decide(
    case: Case, spans: Sequence[Span], decision: Decision, account: Account, grant_id: int | None = None
) -> list[Span]:
    """Write the decision on each interruption that it is about, and return those."""
    chosen = {loss.id for loss in rules.to_decide(map(ledger.loss_of, spans), _rule(case.change))}
    decided = [span for span in spans if span.id in chosen]
    for span in decided:
        span.decision, span.decided_at, span.decided_by = decision.value, case.change.now, account
        span.grant_id = grant_id
    case.change.db.flush()
    return decided


def _check(case: Case, spans: Sequence[Span]) -> None:
    why = _refusal(case, spans)
    if why:
        raise Illegal(why, "nothing_to_compensate")


def _proposed(change: Change, spans: Sequence[Span]) -> int:
    return rules.minutes(map(ledger.loss_of, spans), _rule(change))


def _check_shown(shown: int | None, proposed: int) -> None:
    if shown is not None and shown != proposed:
        raise Illegal(Sentence(rules.CHANGED, minutes=proposed), "lost_time_changed")


def _refusal(case: Case, spans: Sequence[Span]) -> str | None:
    """Return why nothing is to be decided of these interruptions, None when something is."""
    over = moves.refusal(Move.GRANT, case.facts, case.change.now)
    losses, rule = [ledger.loss_of(span) for span in spans], _rule(case.change)
    if over or rules.to_decide(losses, rule):
        return over
    return _decided(case, spans) or rules.refusal(losses, rule)


def _decided(case: Case, spans: Sequence[Span]) -> str | None:
    """Return who decided the latest, and when."""
    latest = max((span for span in spans if span.decided_at), key=lambda span: span.decided_at or span.began_at,
                 default=None)  # fmt: skip
    if latest is None or latest.decided_at is None or latest.decision is None:
        return None
    at = Clock(latest.decided_at, case.candidate.session.zone)
    by = latest.decided_by.full_name if latest.decided_by else N_("un surveillant")
    return Sentence(WHAT[Decision(latest.decision)], name=by, time=at)


def _spans_of(change: Change, candidate_id: int) -> list[Span]:
    return [span for span in ledger.of_session(change.db, change.session_id) if span.candidate_id == candidate_id]


def _outage(change: Change, span_id: int) -> list[Span]:
    """Return the interruptions of the outage that this one is part of."""
    spans = {span.id: span for span in ledger.of_session(change.db, change.session_id)}
    for group in rules.outages(map(ledger.loss_of, spans.values())):
        if span_id in {loss.id for loss in group}:
            return [spans[loss.id] for loss in group]
    raise Missing


def _rule(change: Change) -> Rule:
    return Rule(change.db.get_one(CertificationSession, change.session_id).compensation)
