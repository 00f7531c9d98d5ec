"""Which test reaches what, recorded once for all that is planted."""

import pytest

from tests.mutations.trying import Reach, record_reach


@pytest.fixture(scope="session")
def reach(tmp_path_factory) -> Reach:
    return record_reach(tmp_path_factory.mktemp("reach"))
