"""Each figure of each page opens exactly what it counts, whatever was recorded."""

import pytest

from caseapp.batches.models import Batch, BatchItem
from caseapp.batches.rules import BatchFormat, Failure, ItemState
from caseapp.clock import now
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.review.actions import comment_on
from caseapp.reports.review.rules import CommentDraft
from tests.figures.crawl import pages_of
from tests.figures.reading import faults_of, figures_of
from tests.figures.records import fill_world
from tests.reports.reviewing import sent, signed, submitted
from tests.world import keep, make_report


@pytest.fixture
def engine():
    return "sqlite"


def make_batch(person, reports):
    """A batch in which one report was made, and one was not."""
    batch = keep(Batch(by_id=person.id, shape=BatchFormat.ZIP, total=2, done=1, failed=1, created_at=now()))
    for place, report in enumerate(reports):
        failure = {"state": ItemState.FAILED, "failure": Failure.NOT_DRAWN} if place else {"state": ItemState.DONE}
        keep(BatchItem(batch_id=batch.id, report_id=report.id, client_id=report.client_id, place=place, **failure))


@pytest.mark.parametrize(
    "who", ["mentor", "supervisor", "other_mentor", "administrator", pytest.param("team_mate", marks=pytest.mark.prove)]
)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.prove) for seed in range(2, 6))])
def test_each_figure_of_each_page_opens_exactly_its_list(world, as_, who, seed):
    fill_world(world, seed)
    reports = submitted(world.client, world.mentor), signed(world.team_mates_client, world.team_mate, world.supervisor)
    comment_on(world.supervisor, reports[0].id, CommentDraft(SectionKind.HOW_IT_WENT, "Say more."), sent())
    make_batch(world.supervisor, reports)
    make_batch(world.mentor, [reports[0], make_report(world.client, world.mentor)])
    browser = as_(getattr(world, who))
    found, figures, opened = [], 0, {}
    for address in pages_of(browser):
        html = browser.page.html
        figures += len(figures_of(html))
        found += [f"{address}: {fault}" for fault in faults_of(browser, address, html, opened)]
    assert not found, "\n".join(found)
    assert figures > {"administrator": 0, "other_mentor": 20}.get(who, 100)
