"""Sweeps: what the watcher does once a minute, besides the rooms: forget what is old, note journals, erase in time."""

import logging
from datetime import datetime
from typing import cast

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from pwa.adapters import cleaning
from pwa.adapters.noted_heads import NotedHeads
from pwa.models.base import begin_writing
from pwa.operations import beats, erasure, imports, journal_checks, orders

log = logging.getLogger(__name__)


class Sweeps:
    """One database's; `heads` is where the ends of journals are noted, if anywhere."""

    def __init__(self, database: sessionmaker[Session], heads: NotedHeads | None) -> None:
        self._database, self._heads = database, heads
        self._cleaned_of = 0

    def sweep(self, now: datetime) -> None:
        """Do what is to be done now; what fails (a full disk) is told, and keeps nobody from watching the rooms."""
        for step in (self._forget_old, self._note, self._erase, self._clean):
            try:
                step(now)
            except Exception:
                log.exception("a sweep failed; the next one will try again")

    def _forget_old(self, now: datetime) -> None:
        with self._database() as db:
            begin_writing(db)
            imports.forget_old(db, now)
            orders.forget_old(db, now)
            db.commit()

    def _note(self, _now: datetime) -> None:
        if self._heads:
            with self._database() as db:
                journal_checks.note(db, self._heads)

    def _erase(self, now: datetime) -> None:
        """Erase each session whose time has come, in a transaction of its own; one that fails stops nothing."""
        with self._database() as db:
            due = erasure.due(db, now)
        for number in due:
            try:
                with self._database() as db:
                    begin_writing(db)
                    erasure.erase_session(db, number, now)
                    db.commit()
                self._cleaned_of = 0  # as many may have been erased before, and put back from a backup since
            except Exception:
                log.exception("the personal data of session %d could not be erased", number)

    def _clean(self, _now: datetime) -> None:
        """Clean the files of those who were erased since the last time, once nobody is in a test."""
        with self._database() as db:
            erased = erasure.erased_people(db)
            if erased == self._cleaned_of or beats.running(db):
                return
        if cleaning.clean(cast(Engine, self._database.kw["bind"])):
            self._cleaned_of = erased
