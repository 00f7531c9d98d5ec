from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from tests.world import keep

USUAL = {
    "service": "social_mentoring",
    "amount": Decimal(3),
    "unit": ApprovalUnit.HOUR,
    "per": Per.WEEK,
    "starts_on": date(2026, 1, 1),
    "ends_on": date(2026, 12, 31),
}


@pytest.fixture
def approve():
    """Keeps an approval of a client: three hours of mentoring a week in 2026, but for what is said."""

    def approval(client: Any, **more: Any) -> Approval:
        return keep(Approval(client_id=client.id, **{**USUAL, **more}))

    return approval
