"""Wiring: the only place that knows everything."""

import logging
import os
from collections.abc import Callable, Mapping

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from pwa import backup_commands, cli, journal_commands, push_commands
from pwa.adapters import questions
from pwa.adapters.endpoints import HostRules
from pwa.adapters.feed import Feed, Read
from pwa.adapters.key_ring import KeyRing
from pwa.adapters.passwords import Passwords
from pwa.adapters.presence import Presence
from pwa.adapters.tokens import Signer
from pwa.api import blueprints as api
from pwa.clock import utcnow
from pwa.models.base import begin_writing, prepare
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import beats, watches
from pwa.services import Services, install
from pwa.settings import ROOT, Settings
from pwa.web import blueprints as web
from pwa.web.sign_in import renew, sign_ins

MIGRATIONS = ROOT / "pwa" / "migrations"
QUESTIONS = ROOT / "pwa" / "questions.yaml"
LARGEST_REQUEST = 6 * 1024 * 1024
COMPRESSED = ["text/html", "text/javascript", "application/json"]
A_MONTH = 31 * 24 * 3600

csrf = CSRFProtect()


def create_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """Make the application from its environment; raises `SettingsError` with a sentence on nonsense."""
    settings = Settings.from_env(environ)
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.from_mapping(_config(settings))
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 3)  # type: ignore[method-assign]
    database.init_app(app)
    with app.app_context():
        prepare(database.engine)
    Migrate(app, database, directory=str(MIGRATIONS), render_as_batch=True)
    csrf.init_app(app)
    Compress(app)
    sign_ins.init_app(app)
    app.before_request(renew)
    install(app, _services(app, settings))
    web.register(app, development=settings.development)
    api.register(app, csrf)
    cli.register(app)
    push_commands.register(app)
    journal_commands.register(app)
    backup_commands.register(app)
    logging.getLogger("pwa").setLevel(logging.INFO)
    return app


def _config(settings: Settings) -> dict[str, object]:
    secure = settings.https
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "SESSION_COOKIE_NAME": "__Host-surveillant" if secure else "surveillant",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": A_MONTH,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": secure,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 7,  # a twelfth smaller than at 5, and as fast
        "COMPRESS_MIMETYPES": COMPRESSED,
    }


def _services(app: Flask, settings: Settings) -> Services:
    return Services(
        settings=settings,
        passwords=Passwords(fast=settings.hash_fast),
        signer=Signer(settings.secret_key),
        rules=HostRules.from_settings(settings.push_hosts),
        questions=questions.load(QUESTIONS),
        feed=Feed(_reader(app), limit=settings.threads // 2),
        presence=Presence(_web_signer(app)),
        keys=KeyRing(settings.vapid_private_key_file),
    )


def _reader(app: Flask) -> Read:
    def read(numbers: list[int]) -> dict[int, int]:
        with app.app_context():
            query = select(CertificationSession.id, CertificationSession.version)
            rows = database.session.execute(query.where(CertificationSession.id.in_(numbers)))
            return {number: version for number, version in rows}

    return read


def _web_signer(app: Flask) -> Callable[[], int]:
    def sign() -> int:
        with app.app_context():
            db = database.session()
            begin_writing(db)
            watches.sign_web(db, utcnow())
            db.commit()
            return beats.running(db)

    return sign
