"""How the words of the environment become values, or one sentence that refuses them."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER_SUBJECT = "mailto:administrateur@example.org"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])")
_TEST_SERVICE = re.compile(r"http://127\.0\.0\.1:[1-9][0-9]{0,4}")
_SUBJECT = re.compile(r"mailto:[^\s@<>,;]+@(?P<domain>[^\s@]+)")
_PRIVATE_ENDINGS = (".local", ".localhost", ".lan", ".internal", ".invalid", ".test", ".home.arpa")
_YES, _NO = ("1", "true", "yes", "oui"), ("0", "false", "no", "non")


class SettingsError(ValueError):
    """A setting that cannot be used; its text is one sentence for the person who typed it."""


def word(environ: Mapping[str, str], name: str, default: str = "") -> str:
    """What the environment says, trimmed; nothing and blank are the same."""
    return environ.get(name, "").strip() or default


def whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = word(environ, name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise SettingsError(f"{name} doit être un nombre entier de {low} à {high}, pas « {text} ».")
    return int(text)


def place(environ: Mapping[str, str], name: str, default: Path) -> Path:
    """An absolute path; a relative one starts from the current folder."""
    return Path(word(environ, name, str(default))).expanduser().absolute()


def data_dir(environ: Mapping[str, str]) -> Path:
    """The data folder, made for its owner alone when it does not exist."""
    path = place(environ, "DATA_DIR", ROOT / "instance")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise SettingsError(f"DATA_DIR : le dossier {path} ne peut pas être créé, ou rien ne peut y être écrit.")
    return path


def database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    """The address for SQLAlchemy; never repeated in an error, because it may hold a password."""
    url = word(environ, "DATABASE_URL", f"sqlite:///{data_dir / 'surveillant.db'}")
    for beginning in ("postgresql://", "postgres://"):
        url = url.replace(beginning, "postgresql+psycopg://", 1) if url.startswith(beginning) else url
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL doit commencer par sqlite:/// ou postgresql://.")
    return url


def secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """The key that signs sign-ins: given, read from a file that must exist, or made once in the data folder."""
    key, named = word(environ, "SECRET_KEY"), word(environ, "SECRET_KEY_FILE")
    if key and named:
        raise SettingsError("SECRET_KEY et SECRET_KEY_FILE sont tous deux donnés : n'en gardez qu'un.")
    source = "SECRET_KEY" if key else str(place(environ, "SECRET_KEY_FILE", data_dir / "secret_key"))
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


def vapid_subject(environ: Mapping[str, str]) -> str:
    """Apple's push service refuses private domains and spaces, and says only `BadJwtToken`."""
    subject = word(environ, "VAPID_SUBJECT", PLACEHOLDER_SUBJECT)
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


def public_url(environ: Mapping[str, str], port: int) -> str:
    url = word(environ, "PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    scheme, host, _ = _split(url)
    if scheme not in ("http", "https") or not host:
        raise SettingsError(f"PUBLIC_URL doit ressembler à https://surveillance.example.org, pas à « {url} ».")
    return url


def host(environ: Mapping[str, str]) -> str:
    host = word(environ, "HOST", "127.0.0.1")
    if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]", host):
        raise SettingsError(f"HOST doit être une adresse de cette machine comme 127.0.0.1 ou 0.0.0.0, pas « {host} ».")
    return host


def push_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    named = [word.strip().rstrip("/").lower() for word in word(environ, "PUSH_HOSTS").split(",")]
    hosts = tuple(word for word in named if word)
    for host in hosts:
        if not _HOST.fullmatch(host) and not _TEST_SERVICE.fullmatch(host):
            raise SettingsError(f"PUSH_HOSTS : « {host} » n'est ni un nom d'hôte ni http://127.0.0.1:port.")
    return hosts


def push_proxy(environ: Mapping[str, str]) -> str | None:
    proxy = word(environ, "PUSH_PROXY")
    try:
        parts = urlsplit(proxy)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        usable = False
    if proxy and not usable:
        raise SettingsError("PUSH_PROXY doit ressembler à http://proxy.example.org:3128.")
    return proxy or None


def hash_fast(environ: Mapping[str, str], public_url: str) -> bool:
    """Cheap hashes protect nobody: refused as soon as the site is reachable from another machine."""
    return _here_only(environ, "HASH_FAST", public_url, "affaiblit les mots de passe")


def development(environ: Mapping[str, str], public_url: str) -> bool:
    """Pages for those who build the site: nobody else's business."""
    return _here_only(environ, "DEVELOPMENT", public_url, "montre des pages de travail")


def _here_only(environ: Mapping[str, str], name: str, public_url: str, why_not: str) -> bool:
    text = word(environ, name, "0").lower()
    if text not in _YES + _NO:
        raise SettingsError(f"{name} doit être 0 ou 1, pas « {text} ».")
    if text in _YES and _split(public_url)[1] not in LOOPBACK:
        raise SettingsError(f"{name} {why_not} : il n'est permis que pour une adresse locale.")
    return text in _YES
