"""`caseapp report verify FILE`: whether a file is one that was signed here, and which version."""

from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.cli.report import report
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.models import Report
from caseapp.reports.review.signing_actions import correct_report, sign_report
from caseapp.reports.sections.actions import submit_report
from caseapp.reports.signatures.queries import signed_bytes
from tests.reports.reviewing import AGREES, sent, signed


@pytest.fixture
def verify(app, tmp_path):
    def run(content):
        file = tmp_path / "handed-in.pdf"
        file.write_bytes(content)
        result = app.test_cli_runner().invoke(report, ["verify", str(file)])
        db.session.rollback()
        return result

    return run


def test_a_signed_file_is_known_with_its_version_and_names_no_client(world, verify):
    old = signed(world.client, world.mentor, world.supervisor)
    result = verify(signed_bytes(world.mentor, old.id))
    assert result.exit_code == 0
    assert f"report {old.id}, version 1" in result.output
    assert world.supervisor.name in result.output
    assert world.client.family_name not in result.output


@pytest.mark.parametrize("place", [0, 50, 500, -2])
def test_one_flipped_byte_is_found(world, verify, place):
    old = signed(world.client, world.mentor, world.supervisor)
    changed = bytearray(signed_bytes(world.mentor, old.id))
    changed[place] ^= 1
    result = verify(bytes(changed))
    assert result.exit_code == 1
    assert "was not signed here, or was changed" in result.output


def test_a_replaced_version_says_by_which(world, verify):
    old = signed(world.client, world.mentor, world.supervisor, starts_on=date(2026, 5, 1))
    pdf = signed_bytes(world.mentor, old.id)
    new_id = correct_report(world.mentor, old.id, "The hours were wrong.", sent())
    assert "replaced" not in verify(pdf).output
    submit_report(world.mentor, new_id, sent())
    version = db.session.scalar(sa.select(Report.version).where(Report.id == new_id, for_maintenance()))
    record_client_part(world.mentor, new_id, AGREES, sent(), version)
    sign_report(world.supervisor, "Boss", new_id, version)
    assert "It was replaced by version 2." in verify(pdf).output


def test_an_empty_file_is_not_signed(world, verify):
    assert verify(b"").exit_code == 1
