"""Time lost is kept with its decision: granted to one, to all whom an outage hit, or not granted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pwa.domain.attempts import ALREADY_OVER, NOT_STARTED
from pwa.domain.errors import Illegal, Missing
from pwa.domain.lost_time import NO_LOSS, NOT_BACK, NOT_COUNTED, Rule
from pwa.domain.spans import Cause
from pwa.models.base import begin_writing
from pwa.models.tables import Account, Candidate, Span, TimeGrant
from pwa.operations import changes, claims, journal, lost_time
from pwa.operations.ledger import Ledger
from tests.acting import act
from tests.room import NOW, Room, after

PAUSE = after(minutes=20)


def lose(room: Room, candidate: Candidate, seconds: float = 130, began: float = 600) -> Span:
    return room.lose(candidate, after(began), after(began + seconds))


def ledger(room: Room, candidate: Candidate) -> Ledger:
    return room.board(PAUSE).ledgers.of[candidate.id]


def details(room: Room, word: str) -> dict[str, object]:
    return next(line.details for line in journal.lines(room.db, room.session.id) if line.word == word)


def test_the_ledger_says_what_was_lost_and_what_is_proposed(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    lose(room, candidate)
    lose(room, candidate, 40, began=900)
    kept = ledger(room, candidate)
    assert [(line.cause, line.lasted, line.decision) for line in kept.lines] == [
        ("réseau coupé", 40, None),
        ("réseau coupé", 130, None),
    ]
    assert (kept.seconds, kept.minutes, kept.outage) == (170, 3, None)


def test_who_lost_nothing_has_no_ledger(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.lose(candidate, after(60), after(70), Cause.HIDDEN)
    assert candidate.id not in room.board(PAUSE).ledgers.of


def test_one_tap_gives_the_time_back(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    span = lose(room, candidate)
    done = room.compensate(candidate, PAUSE)
    assert done.minutes == {"Léa ABADIE": 3}
    assert attempt.ends_at == after(minutes=108)
    (grant,) = room.db.scalars(select(TimeGrant))
    assert (grant.seconds, grant.reason, grant.granted_by_id) == (180, "Temps perdu", room.invigilator.id)
    assert (span.decision, span.decided_at, span.decided_by_id) == ("granted", PAUSE, room.invigilator.id)
    assert span.grant_id == grant.id
    assert details(room, "time_compensated") == {"grant": grant.id, "minutes": 3, "spans": [span.id]}


def test_the_candidate_reads_it_and_the_board_shows_it(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    lose(room, candidate)
    room.beat(candidate, PAUSE)
    version = room.board(PAUSE).version
    room.compensate(candidate, PAUSE)
    notice = room.beat(candidate, PAUSE).notice
    assert notice == "Claire Moreau vous a ajouté 3 minutes à 08\u00a0h\u00a050. Motif : Temps perdu."
    assert [line.id for line in room.board(PAUSE).changed_since(version)] == [candidate.id]
    (line,) = ledger(room, candidate).lines
    assert (line.decision, line.decided_by, ledger(room, candidate).minutes) == ("granted", "Claire Moreau", 0)


def test_time_is_given_back_once(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.start(candidate, NOW)
    lose(room, candidate)
    room.compensate(candidate, PAUSE, colleague)
    for verb in (room.compensate, room.decline):
        with pytest.raises(Illegal) as refused:
            verb(candidate, after(minutes=21))
        assert refused.value.sentence == "Déjà décidé par Karim Haddad à 08\u00a0h\u00a050\u00a0: temps accordé."


def test_a_later_interruption_is_proposed_by_itself(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    lose(room, candidate)
    room.compensate(candidate, PAUSE)
    lose(room, candidate, 50, began=1300)
    assert room.compensate(candidate, after(minutes=30)).minutes == {"Léa ABADIE": 1}


def test_not_granting_is_a_decision_too(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    span = lose(room, candidate)
    room.decline(candidate, PAUSE)
    assert (span.decision, span.decided_by_id, span.grant_id) == ("refused", room.invigilator.id, None)
    assert (attempt.ends_at, attempt.notice) == (after(minutes=105), None)
    assert details(room, "compensation_declined") == {"spans": [span.id]}
    with pytest.raises(Illegal, match="nothing_to_compensate") as refused:
        room.compensate(candidate, PAUSE)
    assert refused.value.sentence.endswith("temps pas accordé.")


@pytest.mark.parametrize(
    ("rule", "sentence"), [(Rule.NONE, NOT_COUNTED), (Rule.OVER_MINUTE, NOT_COUNTED), (Rule.CLAIMED, NOT_COUNTED)]
)
def test_the_session_s_rule_decides_what_is_proposed(
    room: Room, candidate: Candidate, rule: Rule, sentence: str
) -> None:
    room.session.compensation = rule.value
    room.db.commit()
    room.start(candidate, NOW)
    lose(room, candidate, 45)
    assert ledger(room, candidate).minutes == 0
    with pytest.raises(Illegal) as refused:
        room.compensate(candidate, PAUSE)
    assert refused.value.sentence == sentence


def test_nothing_is_granted_before_the_return_nor_without_a_loss(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    with pytest.raises(Illegal) as refused:
        room.compensate(candidate, PAUSE)
    assert refused.value.sentence == NO_LOSS
    room.lose(candidate, after(600), None)
    with pytest.raises(Illegal) as refused:
        room.compensate(candidate, PAUSE)
    assert refused.value.sentence == NOT_BACK


def test_time_is_given_back_while_the_test_runs_only(room: Room, candidate: Candidate) -> None:
    with pytest.raises(Illegal) as refused:
        room.compensate(candidate, NOW)
    assert refused.value.sentence == NOT_STARTED
    room.start(candidate, NOW)
    lose(room, candidate)
    room.end(candidate, after(minutes=15))
    for verb in (room.compensate, room.decline):
        with pytest.raises(Illegal) as refused:
            verb(candidate, PAUSE)
        assert refused.value.sentence == ALREADY_OVER
    assert (len(ledger(room, candidate).lines), ledger(room, candidate).minutes) == (1, 0)


def test_all_whom_an_outage_hit_get_their_own_length(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    first, second = room.start(candidate, NOW), room.start(neighbour, NOW)
    span, _ = lose(room, candidate), lose(room, neighbour, 250, began=604)
    earlier = lose(room, candidate, 30, began=60)
    (outage,) = room.board(PAUSE).ledgers.outages
    assert (outage.span_id, outage.minutes, outage.away) == (span.id, {candidate.id: 3, neighbour.id: 5}, 0)
    assert ledger(room, neighbour).outage == outage
    done = room.compensate_shared(span, PAUSE)
    assert (done.minutes, done.refused) == ({"Léa ABADIE": 3, "Aïssatou BÂ": 5}, ())
    assert (first.ends_at, second.ends_at) == (after(minutes=108), after(minutes=110))
    assert earlier.decision is None
    assert room.journal().count("time_compensated") == 2


def test_who_got_it_before_is_not_named_again(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    span, _ = lose(room, candidate), lose(room, neighbour)
    room.compensate(neighbour, PAUSE)
    done = room.compensate_shared(span, PAUSE)
    assert (done.minutes, done.refused) == ({"Léa ABADIE": 3}, ())


def test_who_cannot_get_it_is_named_with_why(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    span = lose(room, candidate)
    room.lose(neighbour, after(603), None)
    done = room.compensate_shared(span, PAUSE)
    assert done.minutes == {"Léa ABADIE": 3}
    assert done.refused == (("Aïssatou BÂ", NOT_BACK),)
    with pytest.raises(Illegal) as refused:
        room.compensate_shared(span, PAUSE)
    assert "Léa ABADIE : Déjà décidé par Claire Moreau" in refused.value.sentence
    assert f"Aïssatou BÂ : {NOT_BACK}" in refused.value.sentence


def test_what_nobody_shared_is_no_outage(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    with pytest.raises(Missing):
        room.compensate_shared(lose(room, candidate), PAUSE)


def test_another_session_s_outage_is_not_there(room: Room, candidate: Candidate, elsewhere: Candidate) -> None:
    span = Span(
        session_id=elsewhere.session_id, candidate_id=elsewhere.id, cause="network", began_at=NOW, ended_at=after(90)
    )
    room.db.add(span)
    room.db.commit()
    with pytest.raises(Missing):
        room.compensate_shared(span, PAUSE)


def test_whoever_shared_an_outage_is_shown_again(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    lose(room, candidate)
    lose(room, neighbour)
    version = room.board(PAUSE).version
    room.compensate(candidate, PAUSE)
    changed = {line.id for line in room.board(PAUSE).changed_since(version)}
    assert changed == {candidate.id, neighbour.id}
    assert ledger(room, neighbour).outage is None


@pytest.mark.parametrize("how", ["claim", "resume"])
def test_taking_the_alert_is_where_the_time_may_count_from(room: Room, candidate: Candidate, how: str) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.look(after(14))
    (span,) = room.spans(candidate)
    if how == "resume":
        room.resume(candidate, after(40))
    else:
        take(room, candidate, 40)
    assert span.claimed_at == after(40)
    room.resume(candidate, after(50))
    assert span.claimed_at == after(40)
    assert after(70) - span.claimed_at == timedelta(seconds=30)


def test_going_for_something_else_counts_nothing(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(minutes=91))
    room.look(after(minutes=91))
    assert room.alerts(candidate) == ["time_nearly_over"]
    span = room.lose(candidate, after(minutes=91), None)
    take(room, candidate, 92 * 60)
    assert span.claimed_at is None


def take(room: Room, candidate: Candidate, seconds: float) -> None:
    """« J'y vais »."""
    alert_id = room.alert(candidate).id
    begin_writing(room.db)
    claims.claim(changes.begin(room.db, room.session.id, "", after(seconds)), alert_id, room.invigilator)
    room.db.commit()


def test_more_than_was_shown_is_neither_granted_nor_refused(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    end = attempt.ends_at
    lose(room, candidate, 50)
    lose(room, candidate, 600, began=700)
    for verb in (lost_time.compensate, lost_time.decline):
        with pytest.raises(Illegal) as refused:
            act(room.db, verb, room.session.id, candidate.id, room.invigilator, PAUSE, 1)
        assert refused.value.code == "lost_time_changed"
    assert attempt.ends_at == end
    assert act(room.db, lost_time.compensate, room.session.id, candidate.id, room.invigilator, PAUSE, 11).minutes
