from datetime import date

import pytest

from caseapp.reports.kind_rules import SectionKind
from tests.world import make_activity, make_report

NOTED_ON = date(2026, 10, 12)


@pytest.fixture
def report(world):
    return make_report(world.client, world.mentor, language="en", words={SectionKind.HOW_IT_WENT: "We met."})


@pytest.fixture
def note(world):
    return make_activity(world.client, world.mentor, NOTED_ON, note="She chose the café. It cost 3.20.")
