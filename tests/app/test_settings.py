"""A wrong setting stops the start with a sentence that names it; keys and secrets rotate."""

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from caseapp.app import create_app, paths
from caseapp.app.settings import make_secret_file
from caseapp.app.setup import make_keys
from caseapp.db.keys.ring import write_privately
from caseapp.errors import SettingWrong
from tests.app.raw import ask
from tests.stores import new_app, settings

REAL = {"MODE": "production", "SECOND_STEP": "required"}
GOOD = "0123456789abcdef" * 4


def start(folder: Path, **more) -> Flask:
    chosen = settings(folder, **more)
    if not Path(chosen.KEY_FILE).exists():
        make_keys(settings(folder))
    return create_app(chosen)


def refusal(folder: Path, **more) -> str:
    with pytest.raises(SettingWrong) as caught:
        start(folder, **more)
    sentence = str(caught.value)
    assert sentence[0].isupper()
    assert re.search(r"[.:] |[.]$|[a-z0-9']$", sentence)
    return sentence


@pytest.mark.parametrize(
    "name", ["IDLE_MINUTES", "SESSION_HOURS", "LINK_HOURS", "HASHING_WAIT", "WRITE_WAIT", "CACHE_MB"]
)
@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "ten", "99999", " 5", "٣", "1e1", "0x1f"])
def test_a_number_out_of_bounds_is_named(tmp_path, name, value) -> None:
    assert f"CASEAPP_{name} must be a whole number from 1 to" in refusal(tmp_path, **{name: value})


@pytest.mark.parametrize("zone", ["", "Jerusalem", "Asia", "../../etc/passwd", "/etc/passwd", "Asia/Jerusalem\0"])
def test_an_unknown_time_zone_is_named(tmp_path, zone) -> None:
    assert "CASEAPP_TIME_ZONE" in refusal(tmp_path, TIME_ZONE=zone)


@pytest.mark.parametrize("step", ["", "0", "no", "offered"])
def test_production_does_not_start_without_the_second_step(tmp_path, step) -> None:
    assert "CASEAPP_SECOND_STEP" in refusal(tmp_path, MODE="production", TRUSTED_HOSTS="a.example", SECOND_STEP=step)


@pytest.mark.parametrize(
    "url", ["rubbish", "mysql://user:hidden@host/base", "sqlite:///x.db", "postgresql:/hidden@", "://"]
)
def test_a_bad_database_address_is_named_and_its_password_is_not_shown(tmp_path, url) -> None:
    sentence = refusal(tmp_path, DATABASE_URL=url)
    assert "CASEAPP_DATABASE_URL" in sentence
    assert "hidden" not in sentence


@pytest.mark.parametrize("proxy", ["*", "proxy", "10.0.0.0/8", "10.0.0.1,10.0.0.2"])
def test_a_proxy_that_is_no_address_is_named(tmp_path, proxy) -> None:
    """A wildcard would trust everybody."""
    assert "CASEAPP_TRUSTED_PROXY" in refusal(tmp_path, TRUSTED_PROXY=proxy)


@pytest.mark.parametrize("hosts", ["", " , ,"])
def test_production_without_host_names_does_not_start(tmp_path, hosts) -> None:
    assert "CASEAPP_TRUSTED_HOSTS is empty" in refusal(tmp_path, **REAL, TRUSTED_HOSTS=hosts)
    assert start(tmp_path, **REAL, TRUSTED_HOSTS="a.example, b.example").config["TRUSTED_HOSTS"] == [
        "a.example",
        "b.example",
    ]


@pytest.mark.parametrize("name", ["KEY_FILE", "SECRET_KEY_FILE"])
@pytest.mark.parametrize("place", ["data/keys", "data/sub/../keys", "keys/../data/deep/keys"])
def test_keys_inside_the_data_folder_are_refused(tmp_path, name, place) -> None:
    make_keys(settings(tmp_path))
    assert f"CASEAPP_{name} lies inside CASEAPP_DATA" in refusal(tmp_path, **{name: str(tmp_path / place)})


@pytest.mark.parametrize("name", ["KEY_FILE", "SECRET_KEY_FILE"])
def test_keys_that_a_link_leads_into_the_data_folder_are_refused(tmp_path, name) -> None:
    make_keys(settings(tmp_path))
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data")
    assert "lies inside" in refusal(tmp_path, **{name: str(tmp_path / "elsewhere" / "keys")})


def test_a_missing_data_folder_is_named(tmp_path) -> None:
    make_keys(settings(tmp_path))
    assert "is not a folder" in refusal(tmp_path, DATA=str(tmp_path / "absent"))
    (tmp_path / "file").touch()
    assert "is not a folder" in refusal(tmp_path, DATA=str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("backups", "must be the whole path"),
        ("{home}/data", "inside CASEAPP_DATA"),
        ("{home}/data/backups", "inside CASEAPP_DATA"),
        ("{home}/keys", "KEY_FILE lies inside CASEAPP_BACKUP_FOLDER"),
        ("{home}", "KEY_FILE lies inside CASEAPP_BACKUP_FOLDER"),
        ("{home}/x/../keys", "KEY_FILE lies inside CASEAPP_BACKUP_FOLDER"),
    ],
)
def test_backups_in_the_data_folder_or_around_a_key_are_refused(tmp_path, folder, sentence) -> None:
    make_keys(settings(tmp_path))
    assert sentence in refusal(tmp_path, BACKUP_FOLDER=folder.format(home=tmp_path))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"BACKUP_STORE": "https://s3.example.org"}, "CASEAPP_BACKUP_STORE must be an address"),
        ({"BACKUP_STORE": "https://a:hidden@s3.example.org/b"}, "CASEAPP_BACKUP_STORE must be an address"),
        ({"BACKUP_STORE": "http://s3.example.org/b", "MODE": "production"}, "must begin with https://"),
        ({"BACKUP_STORE_KEY_FILE": "{home}/absent"}, "absent cannot be read"),
        ({"BACKUP_STORE_KEY_FILE": "{home}/open"}, "can be read by others"),
        ({"BACKUP_STORE_KEY_FILE": "{home}/short"}, "needs two lines"),
        ({"BACKUP_STORE_KEY_FILE": "{home}/data/store.keys"}, "lies inside CASEAPP_DATA"),
    ],
)
def test_a_store_that_cannot_be_asked_safely_is_refused(tmp_path, changed, sentence) -> None:
    make_keys(settings(tmp_path))
    for name, mode, text in (
        ("good", 0o600, "id\nsecret\n"),
        ("open", 0o644, "id\nsecret\n"),
        ("short", 0o600, "id\n"),
    ):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(mode)
    there = {"BACKUP_STORE": "https://s3.example.org/b", "BACKUP_STORE_KEY_FILE": "{home}/good"}
    given = {name: value.format(home=tmp_path) for name, value in {**there, **changed}.items()}
    said = refusal(tmp_path, **given, TRUSTED_HOSTS="a.example", SECOND_STEP="required")
    assert sentence in said
    assert "hidden" not in said


class TestSecrets:
    """The application does not start with a missing, weak, known or readable secret; secrets can be rotated."""

    @pytest.fixture
    def secret(self, tmp_path) -> Path:
        make_keys(settings(tmp_path))
        return tmp_path / "keys" / "secret.keys"

    def test_missing_ones_stop_the_start(self, tmp_path, secret) -> None:
        secret.unlink()
        assert "There is no secret key file" in refusal(tmp_path)
        (tmp_path / "keys" / "caseapp.keys").rename(tmp_path / "gone")
        make_secret_file(secret)
        with pytest.raises(SettingWrong, match="There is no key file"):
            create_app(settings(tmp_path))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n\n",
            "dev",
            "secret",
            "changeme",
            "a" * 200,
            "changeme" * 10,
            GOOD[:63],
            f"{GOOD}\nshort",
            f"short\n{GOOD}",
        ],
    )
    def test_short_and_known_ones_stop_the_start(self, tmp_path, secret, text) -> None:
        write_privately(secret, text.encode())
        sentence = refusal(tmp_path)
        assert "needs lines of at least 64 random characters" in sentence
        assert len(text) < 10 or text not in sentence

    def test_one_that_is_no_text_stops_the_start(self, tmp_path, secret) -> None:
        write_privately(secret, b"\xff" * 100)
        assert "is not a text file" in refusal(tmp_path)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
    def test_ones_that_others_can_read_stop_the_start(self, tmp_path, secret, mode) -> None:
        secret.chmod(mode)
        assert "can be read by others" in refusal(tmp_path)

    def test_a_folder_in_their_place_stops_the_start(self, tmp_path, secret) -> None:
        secret.unlink()
        secret.mkdir(mode=0o700)
        assert "cannot be read" in refusal(tmp_path)

    def test_made_ones_are_long_and_their_owners_alone(self, tmp_path, secret) -> None:
        assert len(secret.read_text().strip()) == 64
        assert secret.stat().st_mode & 0o777 == 0o600

    def test_rotate_with_the_old_ones_accepted_until_they_are_removed(self, tmp_path, secret) -> None:
        """A visitor's token and language survive the rotation and end with the old secret."""
        make_keys(settings(tmp_path))
        new_app(tmp_path)
        old = secret.read_text()

        def status(cookie: str, token: str) -> int:
            body = f"csrf_token={token}&username=nobody&password=wrong".encode()
            return ask_app(start(tmp_path), method="POST", body=body, HTTP_COOKIE=cookie).status

        page = ask_app(start(tmp_path))
        cookie = page.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
        assert status(cookie, token) == 200
        write_privately(secret, f"{GOOD}\n{old}".encode())
        assert status(cookie, token) == 200
        fresh = ask_app(start(tmp_path)).headers["Set-Cookie"].split(";")[0]
        write_privately(secret, GOOD.encode())
        assert status(cookie, token) == 400
        assert status(fresh, token) == 400
        assert ask_app(start(tmp_path), HTTP_COOKIE=fresh).headers.get("Set-Cookie", "") == ""


def ask_app(app: Flask, *words, **rest):
    with app.app_context():
        return ask(app, *words, **rest)


class TestTheEnvironment:
    def test_names_the_settings(self, monkeypatch) -> None:
        for name, kind in (("production", "Production"), ("development", "Development"), ("testing", "Testing")):
            monkeypatch.setenv("CASEAPP_CONFIG", name)
            assert paths.load_settings().chosen().__name__ == kind
        monkeypatch.delenv("CASEAPP_CONFIG")
        assert paths.load_settings().chosen().__name__ == "Production"

    def test_with_unknown_settings_stops_with_a_sentence(self, monkeypatch) -> None:
        monkeypatch.setenv("CASEAPP_CONFIG", "staging")
        with pytest.raises(SystemExit, match="CASEAPP_CONFIG must be one of"):
            paths.load_settings().chosen()

    def test_gives_every_setting_that_is_a_text(self, monkeypatch) -> None:
        """A setting that the environment could not change would be none."""
        names = re.findall(r'env\("([A-Z_]+)"', (paths.ROOT / "config.py").read_text())
        for name in names:
            monkeypatch.setenv(f"CASEAPP_{name}", f"of {name}")
        monkeypatch.setenv("CASEAPP_CONFIG", "production")
        chosen = paths.load_settings().chosen()
        for name in set(names) - {"CONFIG"}:
            assert getattr(chosen, name) == f"of {name}"


def test_production_is_closed_by_default() -> None:
    chosen = paths.load_settings().Production
    assert chosen.COOKIES_ARE_SECURE is True
    assert not getattr(chosen, "TESTING", False)
    assert not getattr(chosen, "DEBUG", False)
    assert chosen.PASSWORD_COST[1] >= 46 * 1024
    assert chosen.WTF_CSRF_TIME_LIMIT is None


def test_a_planted_weak_setting_is_seen(tmp_path) -> None:
    """The refusals above are not made of anything: the same settings, right, start."""
    app = start(tmp_path, TRUSTED_PROXY="10.0.0.1", **REAL, TRUSTED_HOSTS="localhost")
    assert ask_app(app, b"/health").status == 200
    assert os.access(tmp_path / "data", os.W_OK)
