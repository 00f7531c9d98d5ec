"""`caseapp demo`: invented people, and a year of their work, for trying things out."""

import click
from flask import current_app
from flask.cli import with_appcontext

from caseapp.demo.actions import (
    has_clients,
    has_other_people,
    load_people,
    load_records,
    one_time_password,
    sign_in_lines,
)
from caseapp.demo.people import PASSWORD
from caseapp.errors import RuleBroken


@click.command()
@click.option("--people-only", is_flag=True, help="Add the demo users only, without records.")
@with_appcontext
def demo(people_only: bool) -> None:
    """Add the demo users and, if there are no clients yet, a year of demo records."""
    is_production = current_app.config["MODE"] == "production"
    if is_production and has_other_people():
        raise RuleBroken("This installation has real users, so no demo records are added.")
    password = one_time_password() if is_production else PASSWORD
    added = load_people(password)
    if not people_only and has_clients():
        click.echo("There are already clients here, so no demo records were added.")
    elif not people_only:
        load_records()
    for line in sign_in_lines(added, password) if is_production else sign_in_lines():
        click.echo(line)
