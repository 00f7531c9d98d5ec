"""`caseapp audit …`: checking and sealing the audit trail."""

import sys

import click
from flask.cli import with_appcontext

from caseapp.audit.verify import anchor, verify


@click.group()
def audit() -> None:
    """Check and seal the audit trail."""


@audit.command("verify")
@with_appcontext
def verify_trail() -> None:
    """Recompute the whole audit trail and name the first entry that was changed."""
    verdict = verify()
    if verdict.is_whole:
        click.echo(f"The trail is intact: {verdict.entries} entries.")
        return
    for fault in verdict.faults:
        click.echo(fault, err=True)
    sys.exit(f"The trail is not intact: {len(verdict.faults)} faults in {verdict.entries} entries.")


@audit.command("anchor")
@with_appcontext
def anchor_trail() -> None:
    """Seal the current ends of all chains, in the database and in the anchor file outside it."""
    click.echo(f"Anchored {len(anchor())} chains.")
