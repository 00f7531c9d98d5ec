"""Keys from a vault: a command prints and keeps them, and whatever it does wrong is said without a key."""

import shlex
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.app import create_app
from caseapp.app.setup import make_keys
from caseapp.cli.keys import keys
from caseapp.clock import today
from caseapp.db import db, rotation
from caseapp.db.keys import places
from caseapp.db.keys.installation import PLACE, Installation, is_announced
from caseapp.db.keys.places import KeyCommand
from caseapp.db.keys.ring import from_text, load_ring, new_ring, save_ring
from caseapp.errors import SettingWrong
from tests.stores import settings
from tests.world import make_activity, make_goal

GET = 'test "$1" = get && exec cat "$0.vault"; '
STORE = 'test "$1" = store && exec cat > "$0.vault"; '
ON_STDERR = 'cat "$0.vault" >&2; '


class Vault:
    """A program that keeps the keys of an installation in a file beside it."""

    def __init__(self, program: Path, keys_text: str) -> None:
        self.program, self.kept = program, program.with_name(program.name + ".vault")
        self.kept.write_text(keys_text)
        self.does(GET + STORE)

    def does(self, script: str) -> "Vault":
        self.program.write_text(f"#!/bin/sh\n{script}\nexit 3\n")
        self.program.chmod(0o700)
        return self

    @property
    def command(self) -> str:
        return shlex.quote(str(self.program))


@pytest.fixture
def vault(app, own_keys, tmp_path) -> Vault:
    """It holds the keys of the running installation; the folder has a space in its name."""
    (tmp_path / "a vault").mkdir()
    return Vault(tmp_path / "a vault" / "keys.sh", own_keys.read_text())


@pytest.fixture
def at_vault(app, vault, monkeypatch):
    """The installation with its keys in the vault alone."""
    monkeypatch.setitem(app.extensions, PLACE, KeyCommand(vault.command, Path(app.config["DATA"]) / "keys.lock"))
    return app


def started(app, folder: Path, command: str):
    chosen = type("AtVault", (app.extensions["settings"],), {"KEY_COMMAND": command, "KEY_FILE": str(folder / "no")})
    return create_app(chosen)


def test_an_installation_starts_and_rotates_with_the_keys_of_a_vault(
    at_vault, world, vault, own_keys, tmp_path
) -> None:
    make_goal(world.client)
    note = make_activity(world.client, world.mentor, today(), note="a note")
    before = own_keys.read_text()
    answer = at_vault.test_cli_runner().invoke(keys, ["rotate", "--keep-here"])
    assert answer.exit_code == 0, answer.output
    kept = from_text(vault.kept.read_text())
    assert len(kept.seals) == len(from_text(before).seals) + 1
    assert own_keys.read_text() == before
    db.session.expire_all()
    assert bytes(note.note_sealed[:4]) == kept.current_seal[0]
    other = started(at_vault, tmp_path, vault.command)
    assert other.extensions["keys"] == kept
    with pytest.raises(SettingWrong, match=r"^The key command .* is older than the records"):
        started(at_vault, tmp_path, Vault(tmp_path / "older", before).command)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (ON_STDERR, "failed with `get`: it ended with 3."),
        (GET.replace("exec cat", "cat") + ON_STDERR + "kill -9 $$", "ended with -9."),
        ("exit 0", "printed nothing with `get`. For a new installation: caseapp keys new"),
        ('head -n 3 "$0.vault"; exit 0', "printed something else than the keys of an installation."),
        ('sed s/[0-9]/x/ "$0.vault"; exit 0', "printed something else"),
        ("printf '\\377'; exit 0", "printed something else"),
        ('cat "$0.vault"; sleep 60 & sleep 60', "did not end within 0 seconds of `get`."),
    ],
)
def test_a_command_that_gives_no_keys_stops_the_start_with_a_sentence(
    app, vault, tmp_path, monkeypatch, capfd, caplog, script, sentence
) -> None:
    monkeypatch.setattr(places, "START_SECONDS", 0.4)
    with pytest.raises(SettingWrong) as caught:
        started(app, tmp_path, vault.does(script).command)
    assert str(caught.value).startswith(f"The key command {vault.program} ")
    assert sentence in str(caught.value)
    said = str(caught.value) + "".join(capfd.readouterr()) + caplog.text
    assert not [word for word in vault.kept.read_text().split() if len(word) >= 32 and word in said]


@pytest.mark.parametrize(
    ("command", "mode", "sentence"),
    [
        ("keys.sh", 0o700, "must begin with the whole path of a program"),
        ("{program}.absent get", 0o700, "must begin with the whole path"),
        ("{folder}", 0o700, "must begin with the whole path"),
        ("{program}", 0o600, "must begin with the whole path"),
        ('"{program}', 0o700, "a quotation mark that is not closed"),
        ("{program}", 0o720, "can be changed by others"),
        ("{program}", 0o702, "can be changed by others"),
    ],
)
def test_a_command_that_cannot_be_trusted_stops_the_start(app, own_keys, tmp_path, command, mode, sentence) -> None:
    program = Vault(tmp_path / "keys.sh", own_keys.read_text()).program
    program.chmod(mode)
    with pytest.raises(SettingWrong, match=sentence):
        started(app, tmp_path, command.format(program=program, folder=tmp_path))


def test_a_program_of_an_unknown_kind_is_said_too(app, vault, tmp_path) -> None:
    vault.program.write_bytes(b"\0\1\2")
    with pytest.raises(SettingWrong, match="cannot be started: Exec format error"):
        started(app, tmp_path, vault.command)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (GET, "failed with `store`: it ended with 3."),
        (GET + "cat > /dev/null; exit 0", "does not print the new keys with `get`."),
        (GET + "exit 0", "does not print the new keys with `get`."),
    ],
)
def test_a_key_that_the_vault_does_not_keep_seals_nothing(at_vault, world, vault, script, sentence) -> None:
    """Also where the command says that all went well: it is asked again."""
    note = make_activity(world.client, world.mentor, today(), note="a note")
    sealed, known = note.note_sealed, db.session.scalar(sa.select(Installation.seal_check))
    vault.does(script)
    answer = at_vault.test_cli_runner().invoke(keys, ["rotate"])
    assert isinstance(answer.exception, SettingWrong)
    assert "nothing was done with it" in str(answer.exception)
    assert sentence in str(answer.exception)
    db.session.expire_all()
    assert note.note_sealed == sealed
    assert db.session.scalar(sa.select(Installation.seal_check)) == known
    assert is_announced(from_text(vault.kept.read_text()))


def test_readiness_says_that_the_command_fails_and_comes_back_by_itself(
    at_vault, world, vault, visitor, own_keys, monkeypatch, caplog
) -> None:
    """Another process has rotated; until the vault answers, this one is not ready, and asks it once in a while."""
    ring = load_ring(own_keys)
    place = at_vault.extensions[PLACE]
    rotation.rotate_seals(ring, lambda: place.keep(ring), is_sent=False)
    vault.does(f'echo >> "$0.calls"; {ON_STDERR}')
    for _again in range(3):
        page = visitor.get("/ready")
        assert page.status_code == 503
        assert "התוכנה ששומרת את המפתחות שלו" in page.text
        assert str(vault.program) not in page.text
    assert vault.program.with_name("keys.sh.calls").read_text() == "\n"
    assert "failed with `get`: it ended with 3." in caplog.text
    assert ring.current_seal[1].hex() not in caplog.text + page.text
    vault.does(GET)
    monkeypatch.setattr(places, "PAUSE_SECONDS", 0)
    assert visitor.get("/ready").status_code == 200


def test_a_new_installation_fills_its_vault_by_a_command_and_has_no_key_file(app, tmp_path) -> None:
    printed = app.test_cli_runner().invoke(keys, ["new"])
    assert len(from_text(printed.output).seals) == 1
    chosen = settings(tmp_path, KEY_COMMAND=Vault(tmp_path / "vault", printed.output).command)
    make_keys(chosen)
    assert not Path(chosen.KEY_FILE).exists()
    assert create_app(chosen).extensions["keys"] == from_text(printed.output)
    save_ring(tmp_path / "foreign", new_ring())
    with pytest.raises(SettingWrong, match=r"^The key command .* does not belong to this database"):
        started(app, tmp_path, Vault(tmp_path / "other", (tmp_path / "foreign").read_text()).command)
