"""A journal to take away: a sealed head, then the lines as they were hashed, one JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pwa.adapters.tokens import Signer
from pwa.domain import journal_chain
from pwa.domain.errors import Invalid
from pwa.domain.journal_chain import Broken, Head, Line
from pwa.domain.words import N_
from pwa.operations import journal

FORMAT = 1
NOT_AN_EXPORT = N_("Ce fichier n'est pas l'export d'un journal.")
NOT_OURS = N_("Le sceau de cet export n'est pas de cette installation, ou sa première ligne a été modifiée.")


@dataclass(frozen=True)
class Export:
    """What an export holds: whose chain, how long it was, and its lines."""

    session: int
    head: Head
    seal: str
    lines: tuple[Line, ...]

    @property
    def first_broken(self) -> Broken | None:
        return journal_chain.first_broken(self.lines, self.head)


def write(db: Session, session_id: int, signer: Signer, now: datetime) -> str:
    """Return a session's journal as a text of JSON lines."""
    lines, head = [journal.as_written(line) for line in journal.lines(db, session_id)], journal.head(db, session_id)
    first = {"journal": FORMAT, "session": session_id, "exported_at": now.isoformat(), **asdict(head)}
    first["seal"] = signer.seal(sealed(session_id, head))
    return "".join(json.dumps(row) + "\n" for row in (first, *map(asdict, lines)))


def read(text: str, signer: Signer) -> Export:
    """Return what an export of this installation holds; raises `Invalid` with a sentence when it is not one."""
    first, *rest = _rows(text)
    try:
        head, seal = Head(int(first["count"]), str(first["hash"])), str(first["seal"])
        export = Export(int(first["session"]), head, seal, tuple(Line(**row) for row in rest))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Invalid(NOT_AN_EXPORT, "not_an_export") from None
    if not signer.is_sealed(sealed(export.session, head), seal):
        raise Invalid(NOT_OURS, "not_ours")
    return export


def sealed(session_id: int, head: Head) -> str:
    """Return what a seal answers for."""
    return f"{session_id}:{head.count}:{head.hash}"


def _rows(text: str) -> Iterable[dict[str, Any]]:
    try:
        rows = [json.loads(row) for row in text.splitlines() if row.strip()]
    except ValueError:
        raise Invalid(NOT_AN_EXPORT, "not_an_export") from None
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise Invalid(NOT_AN_EXPORT, "not_an_export")
    return rows
