"""Ties in words: their steps, how they stand, and the sentence of their figure."""

from datetime import date
from typing import Any

from caseapp.i18n import _, _l
from caseapp.ties.path_rules import PointLook
from caseapp.ties.queries import TieRow, TieStepRow
from caseapp.ties.rules import (
    GOES_ALONG_NAMES,
    STILL_THERE_NAMES,
    TieKind,
    TieStanding,
    TieStepKind,
)

STANDING_NAMES: dict[TieStanding, Any] = {
    TieStanding.LASTING: _l("Lasting"),
    TieStanding.FADING: _l("Fading"),
    TieStanding.ENDED: _l("Ended"),
    TieStanding.NOT_KNOWN: _l("Not known"),
}
STEP_NAMES: dict[TieStepKind, Any] = {
    TieStepKind.PLANNED: _l("Visit planned"),
    TieStepKind.TOGETHER: _l("Went together"),
    TieStepKind.ALONE: _l("Went alone"),
    TieStepKind.ENDED: _l("Ended"),
    TieStepKind.RETURNED: _l("Came back"),
}
POINT_NAMES: dict[str, Any] = {
    "thought": _l("Idea"),
    "planned": _l("Plan"),
    "together": _l("With us"),
    "alone": _l("Alone"),
}
LOOK_NAMES: dict[PointLook, Any] = {
    PointLook.TOGETHER: _l("with the mentor"),
    PointLook.ALONE: _l("alone"),
    PointLook.FADING: _l("less often"),
    PointLook.ENDED: _l("ended"),
    PointLook.UNKNOWN: _l("not known"),
    PointLook.AHEAD: _l("not yet"),
}
PART_NAMES = (_l("no part"), _l("a small part"), _l("half of it"), _l("all of it"))
KIND_ICONS = {TieKind.PERSON: "users", TieKind.GROUP: "palette", TieKind.PLACE: "house"}
BADGES = {
    "lasting": ("sage", "circle-check"),
    "fading": ("amber", "clock"),
    "ended": ("plain", "circle-x"),
    "not_known": ("sea", "info"),
    "growing": ("plain", "footprints"),
}


def step_name(step: TieStepRow) -> str:
    """What happened, in words."""
    if step.kind is TieStepKind.ANSWER and step.answer is not None:
        said = STILL_THERE_NAMES[step.answer]
        return _("Still there after %(weeks)s weeks: %(answer)s", weeks=step.week, answer=said)
    return str(STEP_NAMES[step.kind])


def along_name(step: TieStepRow) -> str:
    """Who goes along, in words; empty where it was not said."""
    return str(GOES_ALONG_NAMES[step.along]) if step.along else ""


def badge_of(tie: TieRow, on: date) -> tuple[str, str, str]:
    """Colour, icon and word for where a tie stands on that day, also before the twelve weeks are over."""
    state = tie.state
    name = "growing"
    if state.ended_on is not None:
        name = "ended"
    elif state.is_fading:
        name = "fading"
    elif state.lasting_on is not None:
        name = "lasting"
    elif tie.standing(on) is TieStanding.NOT_KNOWN:
        name = "not_known"
    word = STANDING_NAMES[TieStanding(name)] if name != "growing" else _("On the way")
    return (*BADGES[name], str(word))
