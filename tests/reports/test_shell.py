"""`caseapp report`: the same rules in the shell."""

import json
import stat
import subprocess
from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import User
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.cli.report import report
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, writing
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.new_report.actions import write_report
from caseapp.reports.new_report.rules import NewReportDraft
from caseapp.reports.rules import Period
from caseapp.reports.sections.actions import write_section
from caseapp.reports.sections.rules import SectionDraft
from tests.world import make_activity

PERIOD = Period(date(2026, 5, 23), date(2026, 11, 22))
DAYS = ["--from", "2026-05-23", "--to", "2026-11-22"]


@pytest.fixture
def paper(tmp_path):
    return tmp_path / "report.pdf"


def run(app, paper, client, by, *more):
    arguments = ["--client", str(client), *DAYS, "--language", "en", "--output", str(paper), "--by", by, *more]
    result = app.test_cli_runner().invoke(report, arguments)
    db.session.rollback()
    return result


def text_of(paper):
    found = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True, text=True).stdout
    return " ".join(found.split())


def prints():
    return list(db.session.scalars(sa.select(Entry).where(Entry.act == Act.PRINTED)))


def tell(world, text, number, period=PERIOD, language="en"):
    from uuid import UUID

    asked = NewReportDraft(period, language)
    made = write_report(world.mentor, world.client.id, asked, IdempotencyKey(UUID(int=number), b"form"))
    write_section(world.mentor, made.id, SectionKind.HOW_IT_WENT, SectionDraft(text), 1)


def test_a_mentor_prints_a_report_of_an_own_client(app, world, paper):
    make_activity(world.client, world.mentor, date(2026, 11, 1), minutes=95)
    result = run(app, paper, world.client.id, "mentor")
    assert result.exit_code == 0, result.output
    assert paper.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert "1:35" in text_of(paper)
    (entry,) = prints()
    assert entry.actor_id == world.mentor.id
    assert json.loads(entry.detail) == {"language": "en", "via": "shell"}
    assert str(world.client.id) not in result.output
    assert "מזרחי" not in result.output


def test_the_national_id_names_the_client_too(app, world, paper):
    assert run(app, paper, "00000001-8", "mentor").exit_code == 0
    assert paper.exists()


@pytest.mark.parametrize("by", ["mate", "former", "other", "otherboss"])
def test_whoever_does_not_see_the_client_prints_nothing(app, world, paper, by):
    for client in (world.client.id, "000000018"):
        result = run(app, paper, client, by)
        assert isinstance(result.exception, NotVisible)
        assert result.exit_code != 0
    assert not paper.exists()
    assert prints() == []


def test_an_administrator_prints_nothing(app, world, paper):
    assert isinstance(run(app, paper, world.client.id, "admin").exception, NotAllowed)
    assert not paper.exists()


def test_an_unknown_id_is_answered_like_a_client_unseen(app, world, paper):
    assert isinstance(run(app, paper, "032861809", "mentor").exception, NotVisible)
    assert isinstance(run(app, paper, "01a2035b-0000-7000-8000-000000000000", "mentor").exception, NotVisible)


def test_people_who_are_unknown_or_disabled_print_nothing(app, world, paper):
    with writing():
        db.session.get(User, world.mentor.id).disabled_at = now()
    for by in ("mentor", "nobody"):
        assert isinstance(run(app, paper, world.client.id, by).exception, RuleBroken)
    assert not paper.exists()


def test_a_period_that_cannot_be_is_refused(app, world, paper):
    result = run(app, paper, world.client.id, "mentor", "--from", "2026-11-23", "--to", "2026-11-22")
    assert isinstance(result.exception, RuleBroken)


def test_the_newest_narrative_of_exactly_these_days_is_printed(app, world, paper):
    tell(world, "an older text", 1)
    tell(world, "the newest text", 2)
    tell(world, "other days", 3, Period(date(2026, 5, 24), date(2026, 11, 22)))
    tell(world, "טקסט בעברית", 4, language="he")
    assert run(app, paper, world.client.id, "boss").exit_code == 0
    text = text_of(paper)
    assert "the newest text" in text
    for other in ("an older text", "other days", "בעברית"):
        assert other not in text


def test_the_own_file_is_replaced(app, world, paper):
    paper.write_text("old")
    paper.chmod(0o644)
    assert run(app, paper, world.client.id, "mentor").exit_code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
