"""`caseapp report`: print a progress report as a PDF file, and check whether a file was signed here."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.queries import find_user_by_name
from caseapp.clients.queries import find_client, find_client_by_national_id
from caseapp.clients.rules import normalise_national_id
from caseapp.clock import local, now, today
from caseapp.db.keys.ring import write_privately
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible
from caseapp.reports.paper.actions import print_document
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import REPORT_LANGUAGES, Period, check_period
from caseapp.reports.sections.queries import texts_for
from caseapp.reports.signatures.verification_queries import find_signed_file

DAY = click.DateTime(["%Y-%m-%d"])


class ReportGroup(click.Group):
    """`print` is the default command: `caseapp report --client …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("--") and args[0] != "--help":
            args = ["print", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ReportGroup)
def report() -> None:
    """Print a client's progress report, or check whether a file is one."""


@report.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify_file(file: Path) -> None:
    """Say whether FILE is a report that was signed here, and which version. If it is not, the exit code is 1."""
    found = find_signed_file(file.read_bytes())
    if found is None:
        raise click.ClickException("this file was not signed here, or was changed afterwards.")
    click.echo(f"Signed here: report {found.report_id}, version {found.edition}, content {found.fingerprint[:8]},")
    click.echo(f"on {local(found.signed_at):%Y-%m-%d %H:%M} by {found.signer}. The file is unchanged.")
    if found.replaced_by:
        click.echo(f"It was replaced by version {found.replaced_by}.")


@report.command("print")
@click.option("--client", "client_text", required=True, metavar="ID", help="The client's id or national ID number.")
@click.option("--from", "first", type=DAY, required=True, help="Start of the period.")
@click.option("--to", "last", type=DAY, required=True, help="End of the period.")
@click.option("--language", type=click.Choice(REPORT_LANGUAGES), default="he", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--by", "username", required=True, metavar="USER", help="Username of the person who prints.")
@with_appcontext
def print_report(client_text: str, first: datetime, last: datetime, language: str, output: Path, username: str) -> None:
    """Print a client's progress report. The user named by --by must be allowed to see the client."""
    viewer = find_user_by_name(username.strip().lower())
    pdf = printed(viewer, client_text, _period(first.date(), last.date()), language)
    write_privately(output, pdf)
    click.echo(f"The report was written to {output}.")


def printed(viewer: Viewer, client_text: str, period: Period, language: str) -> bytes:
    """The report of a client whom the viewer sees, with its entry in the trail."""
    ensure(viewer, Capability.WRITE_REPORTS)
    client = find_client(viewer, named_client(viewer, client_text))
    progress = gather(viewer, client.id, period, texts_for(viewer, client.id, period, language))
    document = compose(progress, language, now())
    return print_document(viewer, client.id, document, via="shell", report_id=None)


def named_client(viewer: Viewer, text: str) -> UUID:
    """The id of the client whom the text names; a national id that nobody has is answered like an unseen client."""
    try:
        return UUID(text)
    except ValueError:
        bearer = find_client_by_national_id(viewer, key_ring().blind("national_id", normalise_national_id(text)))
    if bearer is None:
        raise NotVisible
    return bearer.id


def _period(first: date, last: date) -> Period:
    check_period(first, last, today())
    return Period(first, last)
