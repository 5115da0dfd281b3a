"""The web server: the settings decide the address and the threads, the rest is explained here."""

import os
from pathlib import Path
from typing import Any

from pwa.settings import Settings

_settings = Settings.from_env(os.environ)

bind = f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
threads = _settings.threads
worker_connections = 4000  # pages kept alive between two beats, above the thousand of a large room
keepalive = 15  # seconds: a page beats every 5 and keeps its connection
graceful_timeout = 3  # seconds: open event streams would otherwise hold a stop for half a minute
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  a disk that stalls would kill the worker
accesslog = None  # addresses and candidates are nobody's business
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Each worker says that the web is here, once it can answer: while it is not, nobody is late."""
    worker.wsgi.extensions["pwa"].presence.start()
