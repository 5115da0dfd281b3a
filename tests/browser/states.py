"""Salle B204 at one moment with a candidate in each state, and every kind of alert."""

from datetime import datetime, timedelta

from pwa.models.base import begin_writing
from pwa.models.tables import Candidate
from pwa.operations import changes, claims
from tests.scene import Scene, SignIn

ABSENT, AUTHORISED, LAPSED, ASKS_TO_ENTER = "EL AMRANI", "BERTRAND", "LE GOFF", "BÂ"
CONNECTED, UNSTABLE, LOST, CLOSED, HIDDEN = "ABADIE", "L'HÉVÉDER", "CHEVALIER-LEFÈVRE", "D'AUBIGNÉ", "DE LA TOUR DU PIN"
ASKS_TO_RESUME, MAY_RESUME = "DÉSARÇONNÉE", "FAURE"
TIME_OVER, FIVE_LEFT, FIFTEEN_LEFT = "DIALLO", "PETIT", "O'CONNOR"
ENDINGS = {"İNCİ": "ended_by_finalisation", "KONÉ": "ended_by_expiry"}
COMPLETED, ENDED = "GARCÍA LÓPEZ", "HAMMOUD"
FREE = ("NGUYỄN", "PROMIS-JE-LA-FAIS-PAS", "ŻÓŁTOWSKI")
"""Those to whom nothing has happened yet."""
TELLING = (AUTHORISED, ASKS_TO_ENTER, CLOSED, ASKS_TO_RESUME, MAY_RESUME, TIME_OVER, HIDDEN, COMPLETED)
"""Those whose sheets differ."""


def arrange(scene: Scene, now: datetime) -> None:
    """Each person lives what their name above says; the watcher looks last."""
    _before_the_test(scene, now)
    _in_the_test(scene, now)
    _about_time(scene, now)
    _over(scene, now)
    while scene.room.look(now):
        pass
    claim(scene, scene.find(CLOSED), scene.claire, now)
    claim(scene, scene.find(LOST), scene.karim, now)


def claim(scene: Scene, candidate: Candidate, by: SignIn, now: datetime) -> None:
    """« J'y vais »."""
    alert, account = scene.room.alert(candidate), scene.account(by)
    begin_writing(scene.db)
    change = changes.begin(scene.db, scene.session.number, changes.by_account(account.id), now)
    claims.claim(change, alert.id, account)
    scene.db.commit()


def give_back(scene: Scene, candidate: Candidate, by: SignIn, now: datetime) -> None:
    """« Je ne peux pas »."""
    alert, account = scene.room.alert(candidate), scene.account(by)
    begin_writing(scene.db)
    change = changes.begin(scene.db, scene.session.number, changes.by_account(account.id), now)
    claims.give_back(change, alert.id, account)
    scene.db.commit()


def running(scene: Scene, last_name: str, now: datetime, minutes: float = 40, silence: float = 0) -> Candidate:
    """A candidate who started `minutes` ago and was last heard `silence` seconds ago."""
    candidate = scene.find(last_name)
    scene.room.start(candidate, now - timedelta(minutes=minutes))
    scene.room.beat(candidate, now - timedelta(seconds=silence))
    return candidate


def _before_the_test(scene: Scene, now: datetime) -> None:
    room = scene.room
    room.mark_absent(scene.find(ABSENT), now)
    room.confirm(scene.find(AUTHORISED), now - timedelta(minutes=3))
    room.confirm(scene.find(LAPSED), now - timedelta(minutes=16))
    room.wait(scene.find(ASKS_TO_ENTER), now)


def _in_the_test(scene: Scene, now: datetime) -> None:
    room = scene.room
    running(scene, CONNECTED, now)
    running(scene, UNSTABLE, now, silence=11)
    running(scene, LOST, now, silence=95)
    room.goodbye(running(scene, CLOSED, now, silence=70), now - timedelta(seconds=65))
    room.beat(running(scene, HIDDEN, now, silence=40), now - timedelta(seconds=30), visible=False)
    room.beat(scene.find(HIDDEN), now, visible=False)
    room.goodbye(running(scene, ASKS_TO_RESUME, now, silence=300), now - timedelta(seconds=300))
    room.wait(scene.find(ASKS_TO_RESUME), now - timedelta(seconds=40))
    room.goodbye(running(scene, MAY_RESUME, now, silence=300), now - timedelta(seconds=300))
    room.resume(scene.find(MAY_RESUME), now - timedelta(seconds=20))


def _about_time(scene: Scene, now: datetime) -> None:
    for last_name, left in ((TIME_OVER, -2), (FIVE_LEFT, 4), (FIFTEEN_LEFT, 12)):
        candidate = scene.find(last_name)
        lasts = scene.session.duration_minutes * (100 + (candidate.extra_time or 0)) / 100
        running(scene, last_name, now, minutes=lasts - left)


def _over(scene: Scene, now: datetime) -> None:
    scene.room.complete(running(scene, COMPLETED, now), now)
    scene.room.end(running(scene, ENDED, now), now)
    for last_name, state in ENDINGS.items():
        candidate = running(scene, last_name, now)
        begin_writing(scene.db)
        attempt = scene.room.attempt(candidate)
        attempt.state, attempt.ended_at = state, now  # written on the row: no verb does it yet
        scene.db.commit()
