"""The watcher: notice, raise, deliver, sweep. Run it with `python -m pwa.watcher`; several may run."""

import logging
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event, Thread
from types import FrameType

from sqlalchemy.orm import Session, sessionmaker

from pwa.adapters.endpoints import HostRules
from pwa.adapters.noted_heads import NotedHeads
from pwa.adapters.tokens import Signer
from pwa.adapters.vapid import VapidKeyUnusable
from pwa.adapters.webpush import Sender, topic_for
from pwa.clock import utcnow
from pwa.domain.delivery import Answer
from pwa.models.base import begin_writing
from pwa.models.database import connect
from pwa.operations import deliveries, escalations, looks, outbox, silences, watches
from pwa.operations.deliveries import Leased, Road
from pwa.operations.messages import Message
from pwa.practice import Practice
from pwa.settings import Settings, SettingsError
from pwa.sweeps import Sweeps

TICK = 0.2
"""Seconds between two rounds when there is nothing to do."""
SIGN_EVERY = timedelta(seconds=2)
SWEEP_EVERY = timedelta(minutes=1)
PUT_OFF = timedelta(seconds=5)
SENDERS = 8
AT_ONCE = 2
"""Messages on their way to one device: one that is slow to answer must not hold every sender."""
FOR_REAL = SENDERS // 2
"""Senders that what is made up leaves free, whatever happens."""

log = logging.getLogger("pwa.watcher")

Clock = Callable[[], datetime]
Verb = Callable[[Session, int, datetime], object]


class Watcher:
    """Two loops over the same database: one notices, the other delivers, so that a slow push service blinds nobody."""

    def __init__(
        self,
        database: sessionmaker[Session],
        sender: Sender,
        lease_seconds: int,
        clock: Clock = utcnow,
        heads: NotedHeads | None = None,
    ) -> None:
        self._database, self._sender, self._lease_seconds, self._clock = database, sender, lease_seconds, clock
        self._sweeps = Sweeps(database, heads)
        self._stop = Event()
        self._signed_at: datetime | None = None
        self._swept_at: datetime | None = None
        self._practice = Practice(database, clock)

    def run(self) -> None:
        """Watch until `stop`."""
        delivering = Thread(target=self._loop, args=(self.deliver,), name="deliver")
        delivering.start()
        self._loop(self.notice)
        delivering.join()

    def stop(self) -> None:
        """End both loops after what they are doing."""
        self._stop.set()

    def notice(self) -> bool:
        """Look at every candidate, alert and phone on duty whose time has come; tells whether there was work."""
        self._sign()
        self._sweep()
        with self._database() as db:
            now = self._clock()
            candidates, alerts, phones = looks.due(db, now), escalations.due(db, now), silences.due(db, now)
        for candidate_id in candidates:
            self.look_at(candidate_id)
        for access_id in phones:
            self.look_at_phone(access_id)
        for alert_id in alerts:
            self.climb(alert_id)
        self._practice.tend()
        return bool(candidates or alerts or phones)

    def look_at(self, candidate_id: int) -> None:
        """Look at one candidate."""
        self._do(looks.look, looks.put_off, candidate_id, "candidate %d could not be looked at; put off")

    def look_at_phone(self, access_id: int) -> None:
        """Look at one phone on duty."""
        self._do(silences.look, silences.put_off, access_id, "the phone of access %d could not be looked at; put off")

    def climb(self, alert_id: int) -> None:
        """Tell more people of one alert."""
        self._do(escalations.climb, escalations.put_off, alert_id, "alert %d could not escalate; put off")

    def _do(self, verb: Verb, put_off: Verb, row_id: int, what: str) -> None:
        """Do one thing in a transaction of its own; a row that fails is put off and stops nothing."""
        try:
            with self._writing() as db:
                verb(db, row_id, self._clock())
                db.commit()
        except Exception:
            log.exception(what, row_id)
            with self._writing() as db:
                put_off(db, row_id, self._clock() + PUT_OFF)
                db.commit()

    def deliver(self) -> bool:
        """Send until nothing is due nor on its way, each beside the others; tells whether there was work."""
        sending: dict[Future[None], int] = {}
        worked = False
        with ThreadPoolExecutor(SENDERS, thread_name_prefix="send") as pool:
            while not self._stop.is_set():
                leased = self._lease(_road(sending)) if len(sending) < SENDERS else None
                if leased:
                    sending[pool.submit(self._send, leased)] = leased.device_id
                    worked = True
                elif sending:
                    waiting = wait(sending, TICK, FIRST_COMPLETED).not_done
                    sending = {future: sending[future] for future in waiting}
                else:
                    break
        return worked

    def _lease(self, road: Road) -> Leased | None:
        now = self._clock()
        with self._database() as db:
            if not deliveries.any_due(db, now, road):
                return None
        with self._writing() as db:
            deliveries.drop_stale(db, now)
            leased = deliveries.lease(db, now, self._lease_seconds, road)
            db.commit()
            return leased

    def _send(self, leased: Leased) -> None:
        try:
            message = self._message(leased)
            if message is None:
                return
            answer = self._post(message)
            with self._writing() as db:
                decision = deliveries.record(db, leased, answer, self._clock(), random.random())
                db.commit()
            log.info("delivery %d: %s %s", leased.id, decision.state, decision.outcome)
        except Exception:
            log.exception("delivery %d could not be finished; its lease will run out", leased.id)

    def _message(self, leased: Leased) -> Message | None:
        """What to send, as things stand now: nothing when the alert was taken or closed since the lease."""
        with self._database() as db:
            if outbox.is_wanted(db, leased.token):
                return deliveries.message(db, leased, self._clock())
        with self._writing() as db:
            outbox.withdraw(db, leased.token, leased.tries)
            db.commit()
        log.info("delivery %d: overtaken", leased.id)
        return None

    def _post(self, message: Message) -> Answer:
        return self._sender.send(
            message.endpoint,
            message.p256dh,
            message.auth,
            message.payload,
            topic=topic_for(message.topic_seed) if message.topic_seed else None,
            ttl=message.ttl,
            key_id=message.key_id,
            now=self._clock(),
        )

    def _sign(self) -> None:
        now = self._clock()
        if self._signed_at is None or now - self._signed_at >= SIGN_EVERY:
            with self._writing() as db:
                watches.sign(db, now)
                db.commit()
            self._signed_at = now

    def _sweep(self) -> None:
        now = self._clock()
        if self._swept_at is None or now - self._swept_at >= SWEEP_EVERY:
            self._sweeps.sweep(now)
            self._swept_at = now

    def _writing(self) -> Session:
        db = self._database()
        begin_writing(db)
        return db

    def _loop(self, work: Callable[[], bool]) -> None:
        while not self._stop.is_set():
            try:
                busy = work()
            except Exception:
                log.exception("a round failed; the next one will try again")
                busy = False
            if not busy:
                self._stop.wait(TICK)


def _road(sending: dict[Future[None], int]) -> Road:
    """Return what is on its way, by device."""
    counts = Counter(sending.values())
    full = [device for device, count in counts.items() if count >= AT_ONCE]
    return Road(full, list(counts), is_crowded=len(sending) >= SENDERS - FOR_REAL)


def main() -> None:
    """Run one watcher until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="watcher: %(message)s")
    try:
        settings = Settings.from_env(os.environ)
        rules = HostRules.from_settings(settings.push_hosts)
        sender = Sender(settings.vapid_private_key_file, settings.vapid_subject, rules, settings.push_proxy)
    except (SettingsError, VapidKeyUnusable) as refused:
        sys.exit(str(refused))
    heads = NotedHeads(settings.data_dir, Signer(settings.secret_key))
    watcher = Watcher(connect(settings.database_url), sender, settings.lease_seconds, heads=heads)

    def stop(_number: int, _frame: FrameType | None) -> None:
        watcher.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("watching")
    watcher.run()


if __name__ == "__main__":
    main()
