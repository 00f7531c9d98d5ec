"""The choices of the forms that work without a network: those of the notes and of the attendance themselves."""

from typing import Any

from caseapp.activities.rules import MODE_NAMES, MOVEMENT_NAMES, NOTED, OUTCOME_NAMES, USUAL_MINUTES
from caseapp.followups.rules import EMERGENCY_NUMBERS, SAFETY_NAMES
from caseapp.groups.rules import MARK_NAMES, MEETING_STATUS_NAMES


def note_choices() -> dict[str, Any]:
    """What a note can say by a tap."""
    return {
        "noted": NOTED,
        "outcomes": OUTCOME_NAMES,
        "minutes": USUAL_MINUTES,
        "modes": MODE_NAMES,
        "movements": MOVEMENT_NAMES,
        "safety": SAFETY_NAMES,
        "emergency": EMERGENCY_NUMBERS,
    }


def roll_choices() -> dict[str, Any]:
    """What the attendance can say by a tap."""
    return {"statuses": MEETING_STATUS_NAMES, "marks": MARK_NAMES}
