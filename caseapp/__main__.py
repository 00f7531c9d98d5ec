"""The entry point of `caseapp …` and `python -m caseapp …`."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import click

from caseapp.errors import Crowded, NotAllowed, NotVisible, RuleBroken, SettingWrong, Unavailable

if TYPE_CHECKING:
    from flask import Flask

COMMANDS = {
    "audit": "caseapp.cli.trail:audit",
    "backup": "caseapp.app.backups.commands:backup",
    "demo": "caseapp.demo.commands:demo",
    "import": "caseapp.cli.caseload:import_folder",
    "keys": "caseapp.cli.keys:keys",
    "nightly": "caseapp.app.backups.commands:nightly",
    "people": "caseapp.cli.people:people",
    "report": "caseapp.cli.report:report",
    "restore": "caseapp.app.backups.commands:restore",
    "serve": "caseapp.cli.serve:serve",
    "setup": "caseapp.app.setup:setup",
    "users": "caseapp.cli.users:users",
    "web": "caseapp.cli.web:web",
    "worker": "caseapp.cli.worker:worker",
}
WITHOUT_APPLICATION = {"serve"}
BEHIND_PAGES = {"audit", "backup", "keys", "nightly"}
NICENESS = 5  # of what works for long and holds the write lock for moments at most: pages come first


class Commands(click.Group):
    """The commands, each loaded when it is asked for, and Flask with those that need it: `serve` stays small. They can
    be listed without an installation."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        if name not in WITHOUT_APPLICATION and ctx.obj is None:
            from flask.cli import ScriptInfo

            ctx.obj = ScriptInfo(create_app=create_app, set_debug_flag=False)
        module, _, attribute = COMMANDS[name].partition(":")
        with loading():
            command: click.Command = getattr(import_module(module), attribute)
        return command


def create_app() -> "Flask":
    """The application, loaded by the commands that need it."""
    with loading():
        from caseapp.app import create_app as create

        return create()


@contextmanager
def loading() -> Iterator[None]:
    """Nearly nothing becomes garbage meanwhile: a collector that looks at all of it again and again takes a fifth of a
    short command's time. What is loaded stays, and is passed over from then on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


@click.group(cls=Commands)
def caseapp() -> None:
    """Case management for social mentors."""


def main() -> None:
    """Run a command; errors are shown in a sentence."""
    if BEHIND_PAGES.intersection(sys.argv[1:2]):
        os.nice(NICENESS)
    try:
        caseapp(prog_name="caseapp")
    except (SettingWrong, RuleBroken, Crowded, Unavailable) as fault:
        sys.exit(f"caseapp: {fault}")
    except NotAllowed:
        sys.exit("caseapp: this person's role does not include this act.")
    except NotVisible:
        sys.exit("caseapp: there is no such record for this person.")


if __name__ == "__main__":
    main()
