from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.basket.actions import change_approval, record_approval
from caseapp.basket.queries import find_approval, list_approvals
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken

YEAR = ApprovalTerms("social_mentoring", Decimal(3), ApprovalUnit.HOUR, Per.WEEK, date(2026, 1, 1), date(2026, 12, 31))


def sent(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def test_an_approval_is_kept_once_however_often_the_form_is_sent(world):
    submission = sent()
    for _ in range(2):
        record_approval(world.supervisor, world.client.id, YEAR, key=submission)
    (row,) = list_approvals(world.mentor, world.client.id)
    assert (row.id, row.amount, row.unit, row.per) == (submission.id, 3, ApprovalUnit.HOUR, Per.WEEK)
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == row.id)).all()
    assert acts == [Act.APPROVAL_RECORDED]
    with pytest.raises(Conflict):
        record_approval(world.supervisor, world.client.id, YEAR, key=IdempotencyKey(submission.id, b"other"))


@pytest.mark.parametrize(
    ("relation", "fault"),
    [("mentor", NotAllowed), ("administrator", NotAllowed), ("other_supervisor", NotVisible)],
)
def test_only_the_own_supervisor_keeps_approvals(world, approve, relation, fault):
    """The actions themselves refuse, without a page in front of them."""
    by = getattr(world, relation)
    approval = approve(world.client)
    with pytest.raises(fault):
        record_approval(by, world.client.id, YEAR, key=sent())
    with pytest.raises(fault):
        change_approval(by, approval, replace(YEAR, amount=Decimal(9)), approval.version)
    assert [row.amount for row in list_approvals(world.supervisor, world.client.id)] == [3]


def test_terms_that_cannot_be_keep_nothing(world):
    with pytest.raises(RuleBroken):
        record_approval(world.supervisor, world.client.id, replace(YEAR, amount=Decimal(0)), key=sent())
    assert list_approvals(world.supervisor, world.client.id) == []


def test_a_changed_approval_is_a_new_version_and_an_older_one_a_conflict(world, approve):
    approval = approve(world.client)
    seen = approval.version
    change_approval(world.supervisor, approval, replace(YEAR, amount=Decimal(4)), seen)
    with pytest.raises(Conflict):
        change_approval(world.supervisor, approval, replace(YEAR, amount=Decimal(5)), seen)
    assert find_approval(world.supervisor, approval.id).amount == 4
