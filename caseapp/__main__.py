"""The entry point of `caseapp …` and `python -m caseapp …`."""

import sys
from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup

from caseapp.errors import Crowded, NotAllowed, NotVisible, RuleBroken, SettingWrong, Unavailable

COMMANDS = {
    "audit": "caseapp.cli.trail:audit",
    "backup": "caseapp.app.backups:backup",
    "demo": "caseapp.demo.commands:demo",
    "import": "caseapp.cli.caseload:import_folder",
    "keys": "caseapp.cli.keys:keys",
    "report": "caseapp.cli.report:report",
    "restore": "caseapp.app.backups:restore",
    "serve": "caseapp.cli.serve:serve",
    "setup": "caseapp.app.setup:setup",
    "users": "caseapp.cli.users:users",
    "web": "caseapp.cli.web:web",
    "worker": "caseapp.cli.worker:worker",
}


class Commands(FlaskGroup):
    """The commands, each loaded when it is asked for: `serve` needs nothing of the application itself. They can be
    listed without an installation."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def create_app() -> Flask:
    """The application, loaded by the commands that need it."""
    from caseapp.app import create_app as create

    return create()


@click.group(
    cls=Commands,
    create_app=create_app,
    add_default_commands=False,
    load_dotenv=False,
    add_version_option=False,
    set_debug_flag=False,
)
def caseapp() -> None:
    """Case management for social mentors."""


def main() -> None:
    """Run a command; errors are shown in a sentence."""
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
