"""Somebody who saves notes until the power fails: `python -m tests.faults.machine.writing_notes FOLDER COUNT`.

Each id is told on the standard output once its note is saved.
"""

import os
import sys
from pathlib import Path

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.app import create_app
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from tests.stores import settings
from tests.world import User, make_activity

if __name__ == "__main__":
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    app = create_app(settings(folder))
    with app.app_context():
        client = db.session.scalars(sa.select(Client).where(for_maintenance())).first()
        mentor = db.session.scalars(sa.select(User).where(User.role == "mentor")).first()
        for number in range(count):
            note_id = uuid7()
            make_activity(client, mentor, today(), id=note_id, note=f"note {number} " * 40)
            os.write(1, f"{note_id}\n".encode())
