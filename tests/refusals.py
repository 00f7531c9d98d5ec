"""What a rule refuses, and at which field the form shows it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from caseapp.errors import RuleBroken


@contextmanager
def refused(field: str | None = None) -> Iterator[None]:
    """What is done inside is refused at that field; at none, above the form."""
    with pytest.raises(RuleBroken) as caught:
        yield
    assert caught.value.field == field
