"""The commands as a whole."""

import subprocess
import sys

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
