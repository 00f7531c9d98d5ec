"""The one command: what it says when something is missing, and where it keeps the records."""

import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = ("CASEAPP_CONFIG", "CASEAPP_HOME", "CASEAPP_TRUSTED_HOSTS", "CASEAPP_CHROMIUM")


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """The script as a module, at home in an empty folder."""
    for setting in SETTINGS:
        monkeypatch.setenv(setting, "")  # so that what the script sets is taken back
        monkeypatch.delenv(setting)
    loader = SourceFileLoader("dev_script", str(ROOT / "dev"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    script = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(script)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    return script


def program(path: Path, text: str = "#!/bin/sh\nexit 0\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_commands_are_listed_for_who_asks():
    told = subprocess.run([sys.executable, ROOT / "dev"], capture_output=True, text=True)
    assert told.returncode == 0
    for name in ("run", "test", "check", "fix", "prove", "bench"):
        assert f"./dev {name} " in told.stdout


def test_an_unknown_command_is_answered_with_the_known_ones():
    told = subprocess.run([sys.executable, ROOT / "dev", "tset"], capture_output=True, text=True)
    assert told.returncode == 1
    assert "no command “tset”" in told.stderr
    assert "test" in told.stderr


def test_the_records_of_this_checkout_are_kept_in_it(dev, tmp_path):
    dev.use_development_settings()
    assert os.environ["CASEAPP_HOME"] == str(tmp_path / "instance")
    assert os.environ["CASEAPP_CONFIG"] == "development"


def test_an_address_that_is_asked_for_is_trusted(dev):
    dev.use_development_settings("192.168.1.5")
    assert "192.168.1.5" in os.environ["CASEAPP_TRUSTED_HOSTS"].split(",")


def test_settings_that_are_given_win(dev, monkeypatch):
    given = {"CASEAPP_CONFIG": "production", "CASEAPP_HOME": "/elsewhere", "CASEAPP_TRUSTED_HOSTS": "caseapp.example"}
    for setting, text in given.items():
        monkeypatch.setenv(setting, text)
    dev.use_development_settings()
    assert {setting: os.environ[setting] for setting in given} == given


def test_a_python_that_is_too_old_gives_way_to_a_newer_one(dev, monkeypatch, tmp_path):
    newer = program(tmp_path / "bin" / "python3.12")
    started = []
    monkeypatch.setenv("PATH", str(newer.parent))
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(dev.os, "execv", lambda path, argv: started.append(path) or sys.exit(0))
    with pytest.raises(SystemExit):
        dev.use_new_enough_python()
    assert started == [str(newer)]


def test_a_python_that_is_too_old_and_alone_stops_with_a_sentence(dev, monkeypatch, tmp_path):
    monkeypatch.setattr(dev.shutil, "which", lambda name, path=None: None)
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 6))
    with pytest.raises(SystemExit, match="needs Python"):
        dev.use_new_enough_python()


def test_the_browser_that_was_chosen_is_used(dev, monkeypatch, tmp_path):
    monkeypatch.setenv("CASEAPP_CHROMIUM", str(program(tmp_path / "my-browser")))
    assert dev.find_browser() == str(tmp_path / "my-browser")


def test_a_chosen_browser_that_is_not_there_stops_with_a_sentence(dev, monkeypatch, tmp_path):
    monkeypatch.setenv("CASEAPP_CHROMIUM", str(tmp_path / "gone"))
    with pytest.raises(SystemExit, match="no program is there"):
        dev.find_browser()


def test_a_browser_on_the_path_is_found(dev, monkeypatch, tmp_path):
    browser = program(tmp_path / "bin" / "google-chrome")
    monkeypatch.setenv("PATH", str(browser.parent))
    assert dev.find_browser() == str(browser)


def test_a_missing_browser_is_a_failure_with_a_sentence_and_never_a_skip(dev, monkeypatch):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"found no browser.*CASEAPP_CHROMIUM"):
        dev.install_browser()


@pytest.mark.parametrize(("user", "debian"), [(1000, True), (0, False)])
def test_nothing_is_installed_but_on_debian_as_root(dev, monkeypatch, tmp_path, user, debian):
    program(tmp_path / "bin" / "apt-get", f"#!/bin/sh\ntouch {tmp_path}/called\n")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(dev.os, "geteuid", lambda: user)
    monkeypatch.setattr(dev, "on_debian", lambda: debian)
    with pytest.raises(SystemExit, match="Please install it"):
        dev.need("poppler-utils", "Please install it.")
    assert not (tmp_path / "called").exists()


def test_on_debian_as_root_the_lists_are_read_before_a_package_is_installed(dev, monkeypatch, tmp_path):
    program(tmp_path / "bin" / "apt-get", f'#!/bin/sh\necho "$@" >> {tmp_path}/called\n')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev, "on_debian", lambda: True)
    dev.need("poppler-utils", "Please install it.")
    first, second = (tmp_path / "called").read_text().splitlines()
    assert first.startswith("update")
    assert second.startswith("install")
    assert second.endswith(" poppler-utils")


def test_a_package_that_cannot_be_installed_stops_with_a_sentence(dev, monkeypatch, tmp_path):
    program(tmp_path / "bin" / "apt-get", "#!/bin/sh\nexit 100\n")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev, "on_debian", lambda: True)
    with pytest.raises(SystemExit, match=r"did not succeed.*Please install it"):
        dev.need("chromium", "Please install it.")


def test_catalogues_are_compiled_again_when_their_text_is_newer(dev, monkeypatch, tmp_path):
    text = tmp_path / "he" / "LC_MESSAGES" / "messages.po"
    text.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    text.write_text(head + 'msgid "Goal"\nmsgstr "מטרה"\n')
    monkeypatch.setattr(dev, "CATALOGUES", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    dev.compile_catalogues()
    compiled = text.with_suffix(".mo")
    assert "מטרה".encode() in compiled.read_bytes()
    text.write_text(head + 'msgid "Goal"\nmsgstr "יעד"\n')
    os.utime(text, ns=(compiled.stat().st_mtime_ns + 1,) * 2)
    dev.compile_catalogues()
    assert "יעד".encode() in compiled.read_bytes()


def test_a_catalogue_that_babel_passes_over_stops_with_a_sentence(dev, monkeypatch, tmp_path):
    text = tmp_path / "he" / "LC_MESSAGES" / "messages.po"
    text.parent.mkdir(parents=True)
    text.write_text('#, fuzzy\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    monkeypatch.setattr(dev, "CATALOGUES", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    with pytest.raises(SystemExit, match="could not be compiled"):
        dev.compile_catalogues()


def test_no_host_of_a_package_index_is_named_in_the_command():
    assert "://" not in (ROOT / "dev").read_text().replace("http://{host}", "")
