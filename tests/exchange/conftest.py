"""One provider's four files, and those who are here when they come in."""

from datetime import date
from pathlib import Path

import pytest

from caseapp.exchange.files import read_folder
from caseapp.exchange.headings import Kind
from caseapp.exchange.rows import read_clients

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def today():
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def mentors():
    return frozenset({"mentor1", "mentor2", "mentor3", "mentor4"})


@pytest.fixture(scope="session")
def samples():
    return {sheet.kind: sheet for sheet in read_folder(SAMPLES).sheets}


@pytest.fixture(scope="session")
def client_ids(samples, today, mentors):
    reading = read_clients(samples[Kind.CLIENTS], today=today, mentors=mentors)
    return frozenset(row.national_id for row in reading.rows)
