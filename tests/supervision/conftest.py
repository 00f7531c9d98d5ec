"""The provider's files, for the board."""

from tests.exchange.conftest import people  # noqa: F401 - a fixture
