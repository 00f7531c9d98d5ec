"""`caseapp users`: the users of an installation. The first one can only be added here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from caseapp.access import Role
from caseapp.accounts.queries import find_user_by_name, list_everybody
from caseapp.accounts.rules import NAME_MAX, TEAM_MAX, normal_username
from caseapp.accounts.users.actions import add_person, disable_person, replace_phone_of_administrator
from caseapp.accounts.users.rules import NewPerson
from caseapp.db import reading
from caseapp.db.keys.ring import read_privately
from caseapp.errors import RuleBroken, SettingWrong
from caseapp.i18n import in_language
from caseapp.web.filters import moment
from caseapp.web.text_rules import clean

users = AppGroup("users", help="Manage the users of this installation.")


@users.command("add")
@click.argument("username", metavar="NAME")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option("--team", help="The user's team; it is created if it does not exist.")
@click.option("--name", "full_name", help="The user's full name; the username if omitted.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="A file of mode 0600 whose first line is the password. If omitted, the password is prompted for.",
)
def add(username: str, role: str, team: str | None, full_name: str | None, password_file: Path | None) -> None:
    """Add a user who can sign in at once."""
    with _sentences():
        new = NewPerson(
            username=normal_username(username),
            name=_line(full_name or username, NAME_MAX, "The name"),
            role=Role(role),
            team_id=None,
        )
        password = _read(password_file) if password_file else _ask()
        person = add_person(new, password, _line(team, TEAM_MAX, "The team's name") if team else None)
        click.echo(f"{person.username} can sign in as {person.role}.")


@users.command("disable")
@click.argument("username", metavar="NAME")
def disable(username: str) -> None:
    """Disable a user's account and end all its sessions."""
    with _sentences():
        person = find_user_by_name(normal_username(username))
        disable_person(None, person)
        click.echo(f"{person.username} is disabled.")


@users.command("new-phone")
@click.argument("username", metavar="NAME")
def new_phone(username: str) -> None:
    """Let an administrator whose phone is lost set up a new one at the next sign-in."""
    with _sentences():
        person = find_user_by_name(normal_username(username))
        replace_phone_of_administrator(person)
        click.echo(f"{person.username} sets up a new phone at the next sign-in.")


@users.command("list")
def show() -> None:
    """List all users with role, team, status and last sign-in."""
    with reading():
        for person in list_everybody():
            signed_in = moment(person.signed_in_at) if person.signed_in_at else "never signed in"
            click.echo(
                "\t".join((person.username, person.name, person.role, person.team or "-", person.state, signed_in))
            )


def _ask() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _read(path: Path) -> str:
    return read_privately(path, "The password file").split("\n", 1)[0].removesuffix("\r")


def _line(text: str, longest: int, what: str) -> str:
    line = clean(text)
    if not line or len(line) > longest:
        raise click.ClickException(f"{what} needs 1 to {longest} characters.")
    return line


@contextmanager
def _sentences() -> Iterator[None]:
    """Show refusals as sentences in English, while the application can still translate them."""
    with in_language("en"):
        try:
            yield
        except (RuleBroken, SettingWrong) as fault:
            raise click.ClickException(str(fault)) from None
