"""What a device is sent: the day in the person's language, ready to be shown without a network."""

from datetime import datetime
from typing import Any
from uuid import UUID

from caseapp.clock import now, today
from caseapp.isolates import with_marks
from caseapp.offline.queries import GroupOfDay, KeptDay, PersonOfDay
from caseapp.offline.rules import LASTS


def day_sent(day: KeptDay, ids: dict[str, list[UUID]]) -> dict[str, Any]:
    """What is sealed on the device as it is."""
    return {
        "on": today().isoformat(),
        "people": [_person(each) for each in day.people],
        "meetings": [
            {
                "id": str(plan.id),
                "version": version,
                "client": str(plan.client_id),
                "on": plan.held_on.isoformat(),
                "at": f"{plan.starts_at:%H:%M}",
                "minutes": plan.minutes,
                "mode": plan.mode.value,
                "mode_name": plan.mode_name,
                "place": with_marks(plan.place_words),
                "discreet": plan.discreet,
            }
            for plan, version in day.meetings
        ],
        "groups": [_group(each) for each in day.groups],
        "ids": {form: [str(one) for one in each] for form, each in ids.items()},
    }


def times_sent(zone: str, idle_minutes: int) -> dict[str, Any]:
    """The server's clock, by which the device sets its own, the end of the list, and how soon it locks."""
    return {"now": _milliseconds(now()), "ends": _milliseconds(now() + LASTS), "zone": zone, "idle": idle_minutes}


def _person(each: PersonOfDay) -> dict[str, Any]:
    person, is_met, step, goals = each
    return {
        "id": str(person.id),
        "name": person.name,
        "called": person.called,
        "phone": person.phone if is_met else "",
        "introduction": with_marks(person.introduction) if is_met else "",
        "step": with_marks(step.words) if step else "",
        "step_on": step.on.isoformat() if step and step.on else "",
        "goals": [
            {"id": str(goal.id), "title": with_marks(goal.title), "called": with_marks(goal.called)} for goal in goals
        ],
    }


def _group(each: GroupOfDay) -> dict[str, Any]:
    due, meeting_id, version, members = each
    return {
        "id": str(due.group.id),
        "name": due.group.name,
        "on": due.on.isoformat(),
        "hours": due.group.hours_from(due.starts_at),
        "meeting": str(meeting_id) if meeting_id else "",
        "version": version,
        "members": [{"id": str(client_id), "name": name} for client_id, name in members],
    }


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
