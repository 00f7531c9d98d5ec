"""`caseapp audit …`: checking and sealing the audit trail."""

import sys

import click
from flask.cli import with_appcontext

from caseapp.audit.attested_queries import count_to_remove
from caseapp.audit.purge_actions import purge
from caseapp.audit.rules import kept_since
from caseapp.audit.verify import anchor, verify
from caseapp.clock import now
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold


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


@audit.command("purge")
@click.option("--carry-out", is_flag=True, help="Remove them; without this it is only said how many there are.")
@with_appcontext
def purge_trail(carry_out: bool) -> None:
    """Remove entries that are older than the organisation keeps them, and sign for it in the trail itself."""
    before = kept_since(now(), threshold(Threshold.TRAIL_YEARS))
    if not carry_out:
        click.echo(f"{count_to_remove(before)} entries are from before {before:%Y-%m-%d}. To remove: --carry-out")
        return
    number = purge(before)
    click.echo(f"{number} entries from before {before:%Y-%m-%d} were removed. Seal the trail now: caseapp audit anchor")


@audit.command("anchor")
@with_appcontext
def anchor_trail() -> None:
    """Seal the current ends of all chains, in the database and in the anchor file outside it."""
    click.echo(f"Anchored {len(anchor())} chains.")
