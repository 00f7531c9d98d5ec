"""What tests of reports share."""

import pytest
from flask_babel import force_locale


@pytest.fixture
def english(app):
    """Sentences of refusals in English, outside of any page."""
    with force_locale("en"):
        yield
