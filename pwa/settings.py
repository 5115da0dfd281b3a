"""What can be set from outside: one frozen value, read from the environment, that refuses nonsense at the start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER_SUBJECT = "mailto:administrateur@example.org"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_SUBJECT = re.compile(r"mailto:[^\s@<>,;]+@(?P<domain>[^\s@]+)")
_PRIVATE_ENDINGS = (".local", ".localhost", ".lan", ".internal", ".invalid", ".test", ".home.arpa")
_YES, _NO = ("1", "true", "yes", "oui"), ("0", "false", "no", "non")


class SettingsError(ValueError):
    """A setting that cannot be used; its text is one sentence for the person who typed it."""


@dataclass(frozen=True)
class Setting:
    """How one setting is called in the environment, its default as people read it, and what it means."""

    variable: str
    default: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation, the same for the web server, the watcher and the command line."""

    data_dir: Annotated[
        Path, Setting("DATA_DIR", "`instance`", "Folder of the database, the keys and the demonstration's notes.")
    ]
    database_url: Annotated[
        str,
        Setting("DATABASE_URL", "`sqlite:///DATA_DIR/surveillant.db`", "Database: `sqlite:///…` or `postgresql://…`."),
    ] = field(repr=False)
    secret_key: Annotated[
        str,
        Setting(
            "SECRET_KEY",
            "made once in `DATA_DIR/secret_key`",
            "Signs the sign-ins (16 characters at least); `SECRET_KEY_FILE` names a file that holds it instead.",
        ),
    ] = field(repr=False)
    vapid_private_key_file: Annotated[
        Path,
        Setting(
            "VAPID_PRIVATE_KEY_FILE",
            "`DATA_DIR/vapid.pem`",
            "Private key that signs every push; losing it silences every phone.",
        ),
    ]
    vapid_subject: Annotated[
        str,
        Setting(
            "VAPID_SUBJECT",
            f"`{PLACEHOLDER_SUBJECT}`",
            "Whom a push service may write to: `mailto:` and an address on a public domain.",
        ),
    ]
    public_url: Annotated[
        str,
        Setting(
            "PUBLIC_URL",
            "`http://127.0.0.1:PORT`",
            "Address people open, without a path; phones need `https://`.",
        ),
    ]
    host: Annotated[str, Setting("HOST", "`127.0.0.1`", "Network address the web server listens on.")]
    port: Annotated[int, Setting("PORT", "`8000`", "Port the web server listens on.")]
    threads: Annotated[
        int, Setting("THREADS", "`64`", "Threads of a web process; at most half of them hold an open board.")
    ]
    push_hosts: Annotated[
        tuple[str, ...],
        Setting(
            "PUSH_HOSTS",
            "none",
            "More push services to trust, separated by commas: `host`, or `http://127.0.0.1:port` for a test service.",
        ),
    ]
    push_proxy: Annotated[
        str | None, Setting("PUSH_PROXY", "none", "Proxy through which pushes leave: `http://host:port`.")
    ] = field(repr=False)
    lease_seconds: Annotated[
        int, Setting("LEASE_SECONDS", "`30`", "Seconds after which a delivery left unanswered is taken up again.")
    ]
    trusted_proxies: Annotated[int, Setting("TRUSTED_PROXIES", "`0`", "Reverse proxies in front of the web server.")]
    hash_fast: Annotated[bool, Setting("HASH_FAST", "`0`", "Cheap password hashes, for tests on this machine only.")]

    @property
    def https(self) -> bool:
        """Whether people reach the site by HTTPS, which decides the cookies' names and flags."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every setting; makes the data folder and, the first time, its secret key (mode 0600)."""
        data_dir = _data_dir(environ)
        port = _whole(environ, "PORT", 8000, 1, 65535)
        public_url = _public_url(environ, port)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(environ, data_dir),
            secret_key=_secret_key(environ, data_dir),
            vapid_private_key_file=_path(environ, "VAPID_PRIVATE_KEY_FILE", data_dir / "vapid.pem"),
            vapid_subject=_vapid_subject(environ),
            public_url=public_url,
            host=_host(environ),
            port=port,
            threads=_whole(environ, "THREADS", 64, 4, 1000),
            push_hosts=_push_hosts(environ),
            push_proxy=_push_proxy(environ),
            lease_seconds=_whole(environ, "LEASE_SECONDS", 30, 1, 600),
            trusted_proxies=_whole(environ, "TRUSTED_PROXIES", 0, 0, 5),
            hash_fast=_hash_fast(environ, public_url),
        )


def _text(environ: Mapping[str, str], name: str, default: str = "") -> str:
    return environ.get(name, "").strip() or default


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = _text(environ, name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise SettingsError(f"{name} doit être un nombre entier de {low} à {high}, pas « {text} ».")
    return int(text)


def _path(environ: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(_text(environ, name, str(default))).expanduser().absolute()


def _data_dir(environ: Mapping[str, str]) -> Path:
    path = _path(environ, "DATA_DIR", ROOT / "instance")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise SettingsError(f"DATA_DIR : le dossier {path} ne peut pas être créé, ou rien ne peut y être écrit.")
    return path


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    """The address for SQLAlchemy; never repeated in an error, because it may hold a password."""
    url = _text(environ, "DATABASE_URL", f"sqlite:///{data_dir / 'surveillant.db'}")
    for beginning in ("postgresql://", "postgres://"):
        url = url.replace(beginning, "postgresql+psycopg://", 1) if url.startswith(beginning) else url
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL doit commencer par sqlite:/// ou postgresql://.")
    return url


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    key, named = _text(environ, "SECRET_KEY"), _text(environ, "SECRET_KEY_FILE")
    if key and named:
        raise SettingsError("SECRET_KEY et SECRET_KEY_FILE sont tous deux donnés : n'en gardez qu'un.")
    source = "SECRET_KEY" if key else str(_path(environ, "SECRET_KEY_FILE", data_dir / "secret_key"))
    if not key:
        key = _read_secret(Path(source)) if named else _read_or_make_secret(Path(source))
    if len(key) < 16:
        raise SettingsError(f"La clé secrète ({source}) est trop courte : il faut au moins 16 caractères.")
    return key


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"La clé secrète ne peut pas être lue dans {path}.") from None


def _read_or_make_secret(path: Path) -> str:
    """Losing this key only signs people out, so it is made on demand; two processes at once agree on one."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="utf-8")
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:
            raise SettingsError(f"La clé secrète ne peut pas être écrite dans {path}.") from None
        finally:
            draft.unlink(missing_ok=True)
    return _read_secret(path)


def _vapid_subject(environ: Mapping[str, str]) -> str:
    """Apple's push service refuses private domains and spaces, and says only `BadJwtToken`."""
    subject = _text(environ, "VAPID_SUBJECT", PLACEHOLDER_SUBJECT)
    match = _SUBJECT.fullmatch(subject)
    domain = match["domain"].lower() if match else ""
    if not _HOST.fullmatch(domain) or domain.startswith("*") or domain.endswith(_PRIVATE_ENDINGS):
        raise SettingsError(
            f"VAPID_SUBJECT doit être « mailto: » suivi d'une adresse d'un domaine public, pas « {subject} »."
        )
    return subject


def _split(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port of an address made of nothing else; ('', None, None) when it is anything else."""
    try:
        parts = urlsplit(url)
        extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username or " " in url
        return ("", None, None) if extra else (parts.scheme, parts.hostname, parts.port)
    except ValueError:
        return ("", None, None)


def _public_url(environ: Mapping[str, str], port: int) -> str:
    url = _text(environ, "PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    scheme, host, _ = _split(url)
    if scheme not in ("http", "https") or not host:
        raise SettingsError(f"PUBLIC_URL doit ressembler à https://surveillance.example.org, pas à « {url} ».")
    return url


def _host(environ: Mapping[str, str]) -> str:
    host = _text(environ, "HOST", "127.0.0.1")
    if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]", host):
        raise SettingsError(f"HOST doit être une adresse de cette machine comme 127.0.0.1 ou 0.0.0.0, pas « {host} ».")
    return host


def _push_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    named = [word.strip().rstrip("/").lower() for word in _text(environ, "PUSH_HOSTS").split(",")]
    hosts = tuple(word for word in named if word)
    for host in hosts:
        scheme, loopback, port = _split(host)
        if not _HOST.fullmatch(host) and not (scheme == "http" and loopback in LOOPBACK and port):
            raise SettingsError(f"PUSH_HOSTS : « {host} » n'est ni un nom d'hôte ni http://127.0.0.1:port.")
    return hosts


def _push_proxy(environ: Mapping[str, str]) -> str | None:
    proxy = _text(environ, "PUSH_PROXY")
    try:
        parts = urlsplit(proxy)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        usable = False
    if proxy and not usable:
        raise SettingsError("PUSH_PROXY doit ressembler à http://proxy.example.org:3128.")
    return proxy or None


def _hash_fast(environ: Mapping[str, str], public_url: str) -> bool:
    """Cheap hashes protect nobody: refused as soon as the site is reachable from another machine."""
    text = _text(environ, "HASH_FAST", "0").lower()
    if text not in _YES + _NO:
        raise SettingsError(f"HASH_FAST doit être 0 ou 1, pas « {text} ».")
    if text in _YES and _split(public_url)[1] not in LOOPBACK:
        raise SettingsError("HASH_FAST affaiblit les mots de passe : il n'est permis que pour une adresse locale.")
    return text in _YES
