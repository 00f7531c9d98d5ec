"""The details of the demo's art group that are not in its attendance sheet: place, facilitators, waiting list, note."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.groups.models import Facilitator, Group, GroupNote, Meeting, Membership, Wait
from caseapp.groups.rules import MeetingStatus

WAITING = 2
TOPIC = "צבעי מים: ציור של מקום שאוהבים"
THEMES = "הקבוצה ציירה מקומות מהילדות. עלו בית, ים וגעגוע. האווירה הייתה נעימה ושיתופית."
NEXT = "במפגש הבא: תערוכה קטנה, וכל מי שרוצים בוחרים ציור אחד."


def add_group_details(group: Group, day: date, people: dict[str, User]) -> None:
    """Add its place, facilitators, waiting list and the note of the last meeting."""
    members = set(db.session.scalars(sa.select(Membership.client_id).where(for_maintenance())))
    group.kind, group.place, group.place_words = "internal", "community", "מתנ״ס לב העיר, חדר 4"
    group.capacity, group.enough = len(members), 12
    last = db.session.scalars(sa.select(Meeting).order_by(Meeting.held_on.desc())).first()
    if last is None:
        return
    group.starts_on = last.held_on
    db.session.add(Facilitator(group_id=group.id, user_id=people["mentor1"].id))
    db.session.add(Facilitator(group_id=group.id, user_id=people["mentor2"].id, is_assistant=True))
    _add_waiting_list(group, day, members)
    _add_note(last, people["mentor1"])


def _add_waiting_list(group: Group, day: date, members: set[UUID]) -> None:
    others = sa.select(Client.id).where(for_maintenance(), Client.id.not_in(members), Client.team_id == group.team_id)
    for number, client_id in enumerate(db.session.scalars(others.order_by(Client.id).limit(WAITING))):
        db.session.add(Wait(group_id=group.id, client_id=client_id, since_on=day - timedelta(days=24 - 10 * number)))


def _add_note(meeting: Meeting, by: User) -> None:
    if meeting.status is MeetingStatus.HELD:
        meeting.others = 1
    note = GroupNote(meeting_id=meeting.id, written_by_id=by.id, written_at=now())
    note.topic, note.themes, note.next = TOPIC, THEMES, NEXT
    db.session.add(note)
