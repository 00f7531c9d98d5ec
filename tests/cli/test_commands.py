"""The commands as a whole."""

import gc
import subprocess
import sys
from types import SimpleNamespace

import click
import pytest

from caseapp import __main__
from caseapp.__main__ import COMMANDS, NICENESS, caseapp

HEAVY = ("flask", "sqlalchemy", "babel", "reportlab", "caseapp.app", "caseapp.db")


def test_every_command_is_found_and_nothing_else():
    with click.Context(caseapp) as context:
        for name in COMMANDS:
            assert isinstance(caseapp.get_command(context, name), click.Command), name
        assert caseapp.get_command(context, "nothing") is None


def test_the_parent_of_the_web_processes_loads_nothing_of_the_application():
    asked = f"import sys, caseapp.__main__, caseapp.cli.serve; print([m for m in {HEAVY} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == "[]"


def test_garbage_is_looked_for_again_once_a_command_is_loaded(monkeypatch):
    found = []
    module = SimpleNamespace(audit="the command")
    monkeypatch.setattr(__main__, "import_module", lambda _name: found.append(gc.isenabled()) or module)
    with click.Context(caseapp) as context:
        assert caseapp.get_command(context, "audit") == "the command"
    assert (found, gc.isenabled()) == ([False], True)
    gc.disable()
    try:
        with __main__.loading():
            pass
        assert not gc.isenabled(), "the web processes look for none until all is loaded"
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("name", "nicer"), [("backup", [NICENESS]), ("audit", [NICENESS]), ("import", []), ("serve", [])]
)
def test_what_works_for_long_leaves_the_processors_to_pages(monkeypatch, name, nicer):
    given = []
    monkeypatch.setattr("os.nice", given.append)
    monkeypatch.setattr(__main__, "caseapp", lambda prog_name: None)
    monkeypatch.setattr(sys, "argv", ["caseapp", name])
    __main__.main()
    assert given == nicer
