"""What the form of a note holds when it is opened."""

import json
from collections.abc import Mapping
from datetime import time
from typing import Any

from flask import request

from caseapp.activities.notes.forms import MOVED, MOVEMENT, TEXTS, WORDS
from caseapp.activities.notes.rules import LastNote
from caseapp.activities.rules import NOTED, USUAL_MINUTES, ActivityDraft, Mode, Outcome, sum_figure
from caseapp.activities.when_rules import usual_hour
from caseapp.clock import local, now, today

ASKED: dict[str, frozenset[str]] = {"mode": frozenset(Mode), "outcome": frozenset(NOTED)}


def start_new(last: LastNote) -> dict[str, Any]:
    """What is filled in for a new note: a meeting that has just ended, of the usual length and kind, unless the link
    that led here says that it was a call, or that nobody came, or asks for what was done last time."""
    minutes, mode = last.minutes, last.mode
    hour = usual_hour(local(now()), minutes)
    asked = {name: request.args[name] for name in ("mode", "outcome") if request.args.get(name) in ASKED[name]}
    again = last.again if request.args.get("as") == "last" else {}
    return {"held_on": today(), "starts_at": hour, "mode": mode.value, **_start_minutes(minutes), **again, **asked}


def start_edit(draft: ActivityDraft, version: int) -> dict[str, Any]:
    """The note as it stands, with its version."""
    return {
        "version": version,
        **{name: getattr(draft, name) for name in ("held_on", "starts_at", "next_step_on", *TEXTS)},
        **{name: getattr(draft, name).value for name in WORDS},
        **({"outcome": Outcome.HELD.value} if draft.outcome is Outcome.PLANNED else {}),
        **{name: getattr(draft, name) for name in ("place", "discreet", "kilometres", "with_client")},
        "expenses": sum_figure(draft.expenses) if draft.expenses else "",
        "kinds": list(draft.kinds),
        "mood": str(draft.mood or ""),
        **_start_minutes(draft.minutes),
        "next_day": "",
        "goals": [str(goal) for goal in draft.goals],
        **{f"{MOVEMENT}{goal}": touch.movement.value for goal, touch in draft.goals.items() if touch.movement},
        **{f"{MOVED}{goal}": touch.words for goal, touch in draft.goals.items()},
    }


def _start_minutes(minutes: int) -> dict[str, Any]:
    usual = minutes in USUAL_MINUTES
    return {"minutes": str(minutes) if usual else None, "other_minutes": None if usual else minutes or None}


def as_typed(start: Mapping[str, Any]) -> str:
    """What a browser would send of a form that begins so, as a draft keeps it."""
    pairs = [(name, value) for name, kept in start.items() if name != "version" for value in _sent(kept)]
    return json.dumps(pairs, ensure_ascii=False)


def _sent(kept: Any) -> list[str]:
    if isinstance(kept, list):
        return kept
    if isinstance(kept, bool):
        return ["y"] if kept else []
    if isinstance(kept, time):
        return [f"{kept:%H:%M}"]
    return ["" if kept is None else str(kept)]
