"""One form, one record, also where many browsers send it at once."""

import threading

import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.activities.notes.forms import NoteForm
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from tests.form_ids import form_id

SAID = {
    "outcome": "held",
    "held_on": "2026-11-22",
    "starts_at": "09:00",
    "mode": "in_person",
    "minutes": "60",
    "note": "Coffee in the garden.",
    "anyway": "1",
    "safety": "none",
}


def test_eight_browsers_that_race_with_fifty_notes_make_fifty(world, as_, app):
    """Every browser sends all fifty forms, each with the id that its form was given, and again when told to wait."""
    path = f"/clients/{world.client.id}/activities/new"
    browsers = [as_(world.mentor) for _ in range(8)]
    token = [browser.see(path).field("csrf_token") for browser in browsers]
    ids = [form_id(world.mentor, NoteForm) for _ in range(50)]
    answers = []

    def post_all(number):
        with app.app_context():
            for place in range(len(ids)):
                id_ = ids[(place + number * 3) % len(ids)]
                sent = {**SAID, "record_id": id_, "csrf_token": token[number]}
                while (status := browsers[number].post(path, data=sent).status_code) == 503:
                    continue
                answers.append(status)

    threads = [threading.Thread(target=post_all, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 400
    kept = sa.select(sa.func.count()).select_from(Activity).where(for_maintenance())
    assert db.session.scalar(kept) == 50
