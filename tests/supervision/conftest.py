"""The provider's files, for the board."""

from tests.exchange.conftest import brought_in  # noqa: F401 - fixtures
