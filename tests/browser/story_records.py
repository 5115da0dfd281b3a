"""What the database of a running application holds of a story: its candidates, their alerts, its journal."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pwa.models.database import connect
from pwa.models.tables import Alert, Candidate, Delivery, JournalLine
from pwa.operations import journal
from tests.browser.story_people import PATIENCE
from tests.databases import Database, engine_of
from tests.tools.waiting import eventually


class Records:
    """Reads only, each time anew: the application goes on meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def candidates(self) -> int:
        """How many are enrolled, all sessions together."""
        with self._database() as db:
            return db.query(Candidate).count()

    def candidate_id(self, number: int, last_name: str) -> int:
        with self._database() as db:
            query = select(Candidate.id).where(Candidate.session_id == number, Candidate.last_name == last_name)
            return db.scalars(query).one()

    def alerts(self, candidate_id: int) -> list[Alert]:
        """All that were ever raised for a candidate, oldest first."""
        query = select(Alert).where(Alert.candidate_id == candidate_id).order_by(Alert.id)
        with self._database() as db:
            return list(db.scalars(query.options(joinedload(Alert.claimed_by))))

    def wait_until_told(self, candidate_id: int, kind: str) -> Alert:
        """The open alert of that kind, once the push service has accepted it and a phone has shown it."""

        def told() -> Alert | None:
            standing = (alert for alert in self.alerts(candidate_id) if alert.kind == kind and not alert.closed_at)
            return next((alert for alert in standing if alert.accepted_at and alert.shown_at), None)

        return eventually(told, PATIENCE, f"{kind} on a phone")

    def wait_until_opened(self, alert: Alert) -> None:
        """Returns once a phone has told that the person tapped its notification."""
        opened = select(Delivery.id).where(Delivery.alert_id == alert.id, Delivery.opened_at.is_not(None))

        def is_opened() -> bool:
            with self._database() as db:
                return db.scalars(opened).first() is not None

        eventually(is_opened, PATIENCE, "a tap")

    def journal_of(self, candidate_id: int, word: str) -> list[JournalLine]:
        """The lines of that word about a candidate, oldest first."""
        about = select(JournalLine).where(JournalLine.candidate_id == candidate_id, JournalLine.word == word)
        with self._database() as db:
            return list(db.scalars(about.order_by(JournalLine.position)))

    def broken_line(self, number: int) -> int | None:
        """The position of the first line of a session's journal that does not follow, None when all do."""
        with self._database() as db:
            broken = journal.first_broken(db, number)
            return broken.position if broken else None


@contextmanager
def records_at(url: str) -> Iterator[Records]:
    """The records of the application whose database is at `url`."""
    database = connect(url)
    yield Records(database)
    engine_of(database).dispose()
