"""`caseapp people …`: the word of whoever holds the host, where a team has nobody else to give it."""

import click
from flask.cli import AppGroup

from caseapp.accounts.joinings.queries import confirmation_code, open_joinings_of
from caseapp.accounts.rules import canonical_username
from caseapp.db import reading

people = AppGroup("people", help="Who comes to see clients.")


@people.command("confirm")
@click.argument("username", metavar="NAME")
def confirm(username: str) -> None:
    """Show the code with which an administrator confirms that this person comes to see clients."""
    with reading():
        waiting = open_joinings_of(canonical_username(username))
        if not waiting:
            raise click.ClickException("Nothing about this person waits for a confirmation.")
        for row in waiting:
            what = f"{row.role}, team {row.team or '-'}, {row.kind}, asked for by {row.asked_by or 'nobody'}"
            click.echo(f"{row.name} ({row.username}): {what}")
            click.echo(f"  {confirmation_code(row)}")
