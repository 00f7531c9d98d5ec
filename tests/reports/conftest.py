"""What tests of reports share."""

import pytest

from caseapp.i18n import in_language


@pytest.fixture
def english(app):
    """Sentences of refusals in English, outside of any page."""
    with in_language("en"):
        yield
