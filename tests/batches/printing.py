"""Reports are chosen and made, and what came of it is read."""

import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.batches.models import Batch, BatchItem
from caseapp.batches.queue import queue_of
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from tests.world import make_client, make_report


def work_off(app):
    queue = queue_of(app).messages
    while task := queue.dequeue():
        queue.execute(task)
    db.session.rollback()
    db.session.expire_all()


def reports_of(world, number=3):
    return [
        make_report(make_client(world.team, world.mentor, given_name=f"N{i:03}"), world.mentor) for i in range(number)
    ]


def begin(browser, reports, **more):
    form = {
        "reports": [str(report.id) for report in reports],
        "shape": "zip",
        "record_id": browser.see("/batches/new").field("record_id"),
        **more,
    }
    return browser.send("/batches/new", form), form


def only_batch():
    return db.session.scalars(sa.select(Batch)).one()


def items():
    return db.session.scalars(sa.select(BatchItem).where(for_maintenance()).order_by(BatchItem.place)).all()


def entries(what):
    return db.session.scalars(sa.select(Entry).where(Entry.act == what)).all()
