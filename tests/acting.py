"""How tests do one thing: a writer's transaction around one verb, committed as the entries commit."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from pwa.models.base import begin_writing

P = ParamSpec("P")
T = TypeVar("T")


def act(db: Session, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call one verb in a transaction of its own; what is refused is undone."""
    begin_writing(db)
    try:
        done = verb(db, *args, **kwargs)
    except Exception:
        db.rollback()
        raise
    db.commit()
    return done
