"""The database of the web processes, and the engine of a process without Flask."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from pwa.models.base import prepare
from pwa.models.tables import Base

database = SQLAlchemy(metadata=Base.metadata)


def connect(url: str) -> sessionmaker[Session]:
    """Return what makes database sessions for `url`, outside of Flask; errors hold no value, which logs would keep."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    prepare(engine)
    return sessionmaker(engine)
