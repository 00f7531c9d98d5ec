"""Records that the pages of progress are about, and what a page costs."""

from datetime import date

from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from tests.world import (
    keep,
)

TODAY = date(2026, 11, 22)


def page_of(client):
    return f"/clients/{client.id}"


def records_of(client):
    return f"/clients/{client.id}/records"


def approve(client, ends_on, starts_on=date(2026, 1, 1), service="social_mentoring"):
    return keep(
        Approval(
            client_id=client.id,
            service=service,
            amount=3,
            unit=ApprovalUnit.HOUR,
            per=Per.WEEK,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )


def about_work(sent):
    """What the page itself asks; the session with its person and the trail's entry count as one each."""
    own = [text for text in sent if "sign_ins" not in text and "trail_" not in text]
    return [*own, "the session", "the entry"]
