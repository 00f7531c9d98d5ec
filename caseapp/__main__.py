"""The entry point of `caseapp …` and `python -m caseapp …`."""

import sys

import click
from flask.cli import FlaskGroup

from caseapp.app import create_app
from caseapp.app.backups import backup, restore
from caseapp.app.setup import setup
from caseapp.cli.caseload import import_folder
from caseapp.cli.keys import keys
from caseapp.cli.report import report
from caseapp.cli.serve import serve, web
from caseapp.cli.trail import audit
from caseapp.cli.users import users
from caseapp.cli.worker import worker
from caseapp.demo.commands import demo
from caseapp.errors import NotAllowed, NotVisible, RuleBroken, SettingWrong, Unavailable

COMMANDS = (setup, serve, web, worker, users, demo, import_folder, report, backup, restore, keys, audit)


class Commands(FlaskGroup):
    """The commands; they can be listed without an installation."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.commands)


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


for command in COMMANDS:
    caseapp.add_command(command)


def main() -> None:
    """Run a command; errors are shown in a sentence."""
    try:
        caseapp(prog_name="caseapp")
    except (SettingWrong, RuleBroken, Unavailable) as fault:
        sys.exit(f"caseapp: {fault}")
    except NotAllowed:
        sys.exit("caseapp: this person's role does not include this act.")
    except NotVisible:
        sys.exit("caseapp: there is no such record for this person.")


if __name__ == "__main__":
    main()
