import pytest


@pytest.fixture
def log(tmp_path):
    """Where a server writes its log."""
    return tmp_path / "lines.log"
