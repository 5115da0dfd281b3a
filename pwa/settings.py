"""What can be set from outside: one frozen value, read from the environment, that refuses nonsense at the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pwa import environment as read
from pwa.environment import PLACEHOLDER_SUBJECT, ROOT, SettingsError

__all__ = ["PLACEHOLDER_SUBJECT", "ROOT", "Setting", "Settings", "SettingsError"]


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
    development: Annotated[
        bool, Setting("DEVELOPMENT", "`0`", "The parts that screens are built of, at `/_parts`, on this machine only.")
    ]

    @property
    def https(self) -> bool:
        """Whether people reach the site by HTTPS, which decides the cookies' names and flags."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every setting; makes the data folder and, the first time, its secret key (mode 0600)."""
        data_dir = read.data_dir(environ)
        port = read.whole(environ, "PORT", 8000, 1, 65535)
        public_url = read.public_url(environ, port)
        return cls(
            data_dir=data_dir,
            database_url=read.database_url(environ, data_dir),
            secret_key=read.secret_key(environ, data_dir),
            vapid_private_key_file=read.place(environ, "VAPID_PRIVATE_KEY_FILE", data_dir / "vapid.pem"),
            vapid_subject=read.vapid_subject(environ),
            public_url=public_url,
            host=read.host(environ),
            port=port,
            threads=read.whole(environ, "THREADS", 64, 4, 1000),
            push_hosts=read.push_hosts(environ),
            push_proxy=read.push_proxy(environ),
            lease_seconds=read.whole(environ, "LEASE_SECONDS", 30, 1, 600),
            trusted_proxies=read.whole(environ, "TRUSTED_PROXIES", 0, 0, 5),
            hash_fast=read.hash_fast(environ, public_url),
            development=read.development(environ, public_url),
        )
