"""The provider's files, for the board."""

from tests.exchange.conftest import folder, people  # noqa: F401 - fixtures
