"""Settings: defaults, the key made once, and one sentence for each nonsense."""

import stat
from pathlib import Path

import pytest

from pwa.settings import Settings, SettingsError


def read(tmp_path: Path, **environ: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(tmp_path / "data"), **environ})


def test_defaults_keep_everything_in_the_data_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/data/surveillant.db"
    assert settings.vapid_private_key_file == tmp_path / "data" / "vapid.pem"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.https


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    file = tmp_path / "data" / "secret_key"
    assert first.secret_key == second.secret_key == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in file.parent.iterdir()) == ["secret_key"]


def test_a_given_secret_key_makes_no_file(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET_KEY="k" * 16).secret_key == "k" * 16
    assert list((tmp_path / "data").iterdir()) == []


def test_a_secret_key_may_stand_in_a_named_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0123456789abcdef\n")
    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == "0123456789abcdef"


def test_a_missing_vapid_key_is_neither_an_error_nor_made(tmp_path: Path) -> None:
    assert not read(tmp_path).vapid_private_key_file.exists()


def test_secrets_do_not_show_in_the_repr(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY="very-secret-key-1", DATABASE_URL="postgresql://u:hidden@h/d")
    assert "very-secret" not in repr(settings)
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize("beginning", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_psycopg(tmp_path: Path, beginning: str) -> None:
    assert read(tmp_path, DATABASE_URL=f"{beginning}://h/d").database_url == "postgresql+psycopg://h/d"


def test_blank_is_the_same_as_unset(tmp_path: Path) -> None:
    settings = read(tmp_path, PORT=" ", PUSH_HOSTS="", PUSH_PROXY="", SECRET_KEY="")
    assert (settings.port, settings.push_hosts, settings.push_proxy) == (8000, (), None)


def test_public_url_follows_the_port_and_tells_https(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8123").public_url == "http://127.0.0.1:8123"
    assert read(tmp_path, PUBLIC_URL="https://salle.example.org/").https


def test_push_hosts_are_names_or_a_loopback_service(tmp_path: Path) -> None:
    settings = read(tmp_path, PUSH_HOSTS="Push.example.org, http://127.0.0.1:9/,*.push.example.net")
    assert settings.push_hosts == ("push.example.org", "http://127.0.0.1:9", "*.push.example.net")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATA_DIR", "/dev/null/impossible"),
        ("DATA_DIR", "/etc/hostname"),
        ("DATABASE_URL", "mysql://h/d"),
        ("SECRET_KEY", "court"),
        ("SECRET_KEY_FILE", "/dev/null/absent"),
        ("VAPID_SUBJECT", "admin@example.org"),
        ("VAPID_SUBJECT", "mailto: admin@example.org"),
        ("VAPID_SUBJECT", "mailto:admin@localhost"),
        ("VAPID_SUBJECT", "mailto:admin@serveur.local"),
        ("VAPID_SUBJECT", "mailto:admin@192.0.2.1"),
        ("PUBLIC_URL", "salle.example.org"),
        ("PUBLIC_URL", "https://salle.example.org/sous/chemin"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://[oops"),
        ("HOST", "pas une adresse"),
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("THREADS", "1"),
        ("LEASE_SECONDS", "0"),
        ("TRUSTED_PROXIES", "beaucoup"),
        ("PUSH_HOSTS", "http://192.0.2.1:80"),
        ("PUSH_HOSTS", "https://push.example.org"),
        ("PUSH_HOSTS", "http://127.0.0.1"),
        ("PUSH_PROXY", "proxy"),
        ("HASH_FAST", "peut-être"),
    ],
)
def test_nonsense_is_refused_with_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(tmp_path, **{name: value})
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_two_secret_keys_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="qu'un"):
        read(tmp_path, SECRET_KEY="k" * 16, SECRET_KEY_FILE="/dev/null")


def test_a_database_password_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(tmp_path, DATABASE_URL="mysql://u:hidden@h/d")
    assert "hidden" not in str(refusal.value)


def test_fast_hashes_are_for_this_machine_only(tmp_path: Path) -> None:
    assert read(tmp_path, HASH_FAST="1").hash_fast
    with pytest.raises(SettingsError, match="HASH_FAST"):
        read(tmp_path, HASH_FAST="1", PUBLIC_URL="https://salle.example.org")
