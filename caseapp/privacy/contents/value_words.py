"""What a column holds, in words."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from caseapp.activities.rules import MODE_NAMES, MOVEMENT_NAMES, Mode, Movement, Outcome
from caseapp.activities.rules import OUTCOME_NAMES as MEETING_OUTCOME_NAMES
from caseapp.areas.rules import AREA_LEVEL_NAMES
from caseapp.basket.rules import PERIOD_NAMES, UNIT_NAMES, ApprovalUnit, Per
from caseapp.circles.rules import DRAWN_BY_NAMES, GONE_NAME, RING_NAMES, CircleTie, DrawnBy, read_ties
from caseapp.circles.words import FIELD_NAMES, said_of
from caseapp.clients.consents.rules import (
    CONTENT_NAMES,
    MANNER_NAMES,
    RECIPIENT_NAMES,
    ConsentContent,
    ConsentManner,
    Recipient,
)
from caseapp.clients.file.adjustment_rules import ADJUSTMENT_NAMES
from caseapp.clients.file.representation_rules import REPRESENTATION_NAMES, Representation
from caseapp.clients.file.rules import SCOPE_NAMES, WAY_NAMES, ContactKind, GuardianScope
from caseapp.clients.rules import GENDER_FORM_NAMES, LANGUAGE_NAMES, STATUS_NAMES, ClientStatus, ContactWay, GenderForm
from caseapp.clock import local
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.directory.interests.rules import read_interests
from caseapp.followups.rules import SAFETY_NAMES, STATE_NAMES, FollowUpSource, FollowUpState, Safety
from caseapp.goals.answers.rules import AGREEMENT_NAMES, SUBJECT_NAMES, Agreement, AnswerSubject
from caseapp.goals.chime_rules import CHIME_NAMES
from caseapp.goals.rules import (
    AGREEMENT_METHOD_NAMES,
    BARRIER_NAMES,
    GOAL_STATUS_NAMES,
    LEVELS,
    OWNER_NAMES,
    AgreementMethod,
    GoalStatus,
    Owner,
)
from caseapp.goodbyes.rules import HOLDS_NAMES, HOW_NAMES, KIND_NAMES, GoodbyeKind, Holds, HowItIs
from caseapp.groups.rules import MARK_NAMES, Mark
from caseapp.i18n import _, _l
from caseapp.measures.definitions.definition_rules import instruments
from caseapp.measures.definitions.queries import known_versions
from caseapp.measures.rules import HELPER_NAMES, TAKEN_BY_NAMES, Helper, TakenBy, read_given
from caseapp.measures.words import answers_told, name_in
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.privacy.notices.rules import HINDRANCE_NAMES, Hindrance
from caseapp.privacy.notices.rules import MANNER_NAMES as TOLD_MANNER_NAMES
from caseapp.privacy.notices.rules import Manner as ToldManner
from caseapp.privacy.orders.rules import (
    GROUND_NAMES,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    Ground,
    OrderKind,
    OrderState,
)
from caseapp.privacy.requests.rules import (
    ASKED_BY_NAMES,
    DECISION_NAMES,
    REQUEST_KIND_NAMES,
    AskedBy,
    RequestDecision,
    RequestKind,
)
from caseapp.reports.kind_rules import (
    RECOMMENDATION_NAMES,
    REPORT_KIND_NAMES,
    SECTION_NAMES,
    Recommendation,
    ReportKind,
    SectionKind,
)
from caseapp.reports.names.rules import SUBSTITUTE_NAMES, Substitute
from caseapp.reports.status_rules import HANDING_NAMES, LEGAL_BASIS_NAMES, Handing, LegalBasis, ReportStatus
from caseapp.reports.status_rules import STATUS_NAMES as REPORT_STATUS_NAMES
from caseapp.stuck.rules import OBSTACLE_NAMES, OUTCOME_NAMES, NextAct, StepOutcome
from caseapp.stuck.rules import WAY_NAMES as NEXT_ACT_NAMES
from caseapp.ties.rules import (
    GOES_ALONG_NAMES,
    STILL_THERE_NAMES,
    TIE_KIND_NAMES,
    GoesAlong,
    StillThere,
    TieKind,
    TieStepKind,
)
from caseapp.ties.words import STEP_NAMES
from caseapp.web.filters import day, hour, level, moment

ENUM_NAMES: dict[type[Enum], Mapping[Any, Any]] = {
    OrderKind: ORDER_KIND_NAMES,
    Ground: GROUND_NAMES,
    OrderState: ORDER_STATE_NAMES,
    Agreement: AGREEMENT_NAMES,
    AgreementMethod: AGREEMENT_METHOD_NAMES,
    AnswerSubject: SUBJECT_NAMES,
    ApprovalUnit: UNIT_NAMES,
    AskedBy: ASKED_BY_NAMES,
    ClientStatus: STATUS_NAMES,
    ConsentContent: CONTENT_NAMES,
    ConsentManner: MANNER_NAMES,
    ToldManner: TOLD_MANNER_NAMES,
    Hindrance: HINDRANCE_NAMES,
    ContactKind: {
        ContactKind.PHONE: _l("Phone"),
        ContactKind.EMERGENCY: _l("Emergency contact"),
        ContactKind.GUARDIAN: _l("Guardian"),
    },
    ContactWay: WAY_NAMES,
    RequestDecision: DECISION_NAMES,
    DrawnBy: DRAWN_BY_NAMES,
    FollowUpSource: {
        FollowUpSource.HAND: _l("Written by hand"),
        FollowUpSource.ACTIVITY: _l("A note"),
        FollowUpSource.MEETING: _l("The meeting of a group"),
        FollowUpSource.NOTICE: _l("Notice about records"),
    },
    FollowUpState: STATE_NAMES,
    GenderForm: GENDER_FORM_NAMES,
    GoalStatus: GOAL_STATUS_NAMES,
    GoesAlong: GOES_ALONG_NAMES,
    GoodbyeKind: KIND_NAMES,
    Holds: HOLDS_NAMES,
    HowItIs: HOW_NAMES,
    GuardianScope: SCOPE_NAMES,
    Handing: HANDING_NAMES,
    LegalBasis: LEGAL_BASIS_NAMES,
    Mark: MARK_NAMES,
    Helper: HELPER_NAMES,
    TakenBy: TAKEN_BY_NAMES,
    Mode: MODE_NAMES,
    Movement: MOVEMENT_NAMES,
    NextAct: NEXT_ACT_NAMES,
    Outcome: MEETING_OUTCOME_NAMES,
    Owner: OWNER_NAMES,
    Per: PERIOD_NAMES,
    Recipient: RECIPIENT_NAMES,
    Representation: REPRESENTATION_NAMES,
    Recommendation: RECOMMENDATION_NAMES,
    ReportKind: REPORT_KIND_NAMES,
    ReportStatus: REPORT_STATUS_NAMES,
    RequestKind: REQUEST_KIND_NAMES,
    Safety: SAFETY_NAMES,
    SectionKind: SECTION_NAMES,
    StepOutcome: OUTCOME_NAMES,
    StillThere: STILL_THERE_NAMES,
    Substitute: SUBSTITUTE_NAMES,
    TieKind: TIE_KIND_NAMES,
    TieStepKind: {**STEP_NAMES, TieStepKind.ANSWER: _l("Asked whether it is still there")},
}
INSTRUMENT = "measures_taken.instrument"
CODES: dict[str, ListKind | Mapping[Any, Any]] = {
    "activities.kinds": ListKind.ACTIVITY_KINDS,
    "activities.place": ListKind.PLACES,
    "approvals.service": ListKind.SERVICES,
    "attendance_marks.reason": ListKind.ABSENCE_REASONS,
    "client_statuses.reason": ListKind.CLOSING_REASONS,
    "goals.domain": ListKind.DOMAINS,
    "goals.barriers": BARRIER_NAMES,
    "goals.chime": CHIME_NAMES,
    "stuck_steps.obstacles": OBSTACLE_NAMES,
    "clients.language": LANGUAGE_NAMES,
    "clients.spoken": LANGUAGE_NAMES,
    "clients.interpreter": LANGUAGE_NAMES,
    "clients.adjustments": ADJUSTMENT_NAMES,
    "reports.language": LANGUAGE_NAMES,
    "notice_tellings.language": LANGUAGE_NAMES,
    "measures_taken.language": LANGUAGE_NAMES,
    INSTRUMENT: {},  # named by its definition
}
"""Columns of codes, with spaces between several of them."""
OWN = frozenset(
    f"clients.{column}"
    for column in ("given_name", "family_name", "preferred_name", "alias", "national_id", "phone", "email")
)
"""What is the client's own, whoever else has the same name: nothing in it is blackened."""
SIGNED_LEVELS = frozenset(
    {"goals.baseline", "former_ladders.baseline", "ratings.mentor_level", "ratings.client_level", "own_levels.level"}
)


def words_of(place: str, value: Any) -> str:
    """The value of a column (`table.column`, without “_sealed”) for people."""
    if place == INSTRUMENT:
        return name_in(instruments()[value]) if value in instruments() else str(value)
    if place in CODES:
        return _named(CODES[place], str(value))
    if place in SIGNED_LEVELS:
        return level(value)
    if place == "area_ratings.level":
        return str(AREA_LEVEL_NAMES[value])
    return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Enum():
            return str(ENUM_NAMES[type(value)][value])
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case time():
            return hour(value)
        case Decimal():
            return f"{value.normalize():f}"
    return str(value)


def plain_value(value: Any) -> Any:
    """The value for programs: text, numbers and nothing else."""
    match value:
        case bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case datetime():
            return local(value).isoformat()
        case date() | time():
            return value.isoformat()
    return str(value)


def _named(names: ListKind | Mapping[Any, Any], codes: str) -> str:
    if isinstance(names, ListKind):
        found = [name_of(names, code) for code in ([codes] if _is_one(names, codes) else codes.split())]
    else:
        found = [str(names.get(code, code)) for code in codes.split()]
    return _(", ").join(found)


def _is_one(names: ListKind, codes: str) -> bool:
    """Whether it is one code, or words in the place of a code; kinds of activity alone can be several."""
    return names is not ListKind.ACTIVITY_KINDS


def _ladder(text: str, _row: Any) -> str:
    levels = zip(LEVELS, json.loads(text), strict=False)
    return "\n".join(f"{level(each)}: {words}" for each, words in levels if words)


def _circle(text: str, _row: Any) -> str:
    return "\n".join(map(_tie, read_ties(text)))


def _tie(tie: CircleTie) -> str:
    said = [f"{name}: {words}" for column, (name, _names) in FIELD_NAMES.items() if (words := said_of(tie, column))]
    return _("; ").join([f"{tie.nickname}: {RING_NAMES.get(tie.ring, GONE_NAME)}", *said])


def _chosen(text: str, _row: Any) -> str:
    chosen = read_interests(text)
    lines = ((_("Does me good"), chosen.enjoys), (_("I would try it"), chosen.tries))
    return "\n".join(
        f"{name}: {_(', ').join(str(INTEREST_NAMES[each]) for each in sorted(of))}" for name, of in lines if of
    )


def _drawn(text: str, _row: Any) -> str:
    return _("Drawn on the screen")


def _given(text: str, row: Any) -> str:
    """The questions as they were asked, with what was answered; what a definition knows no more stays as it is."""
    known, given = known_versions().get((row.instrument, row.version)), read_given(text)
    if known is None or row.language not in known.translations:
        return "\n".join(f"{item}: {value}" for item, value in given.items())
    told = answers_told(known, row.language, given)
    return "\n".join(f"{each.question} {each.answer}" for each in told if each.answer is not None)


STRUCTURES: dict[str, Callable[[str, Any], str]] = {
    "goals.ladder": _ladder,
    "former_ladders.ladder": _ladder,
    "circle_snapshots.ties": _circle,
    "interest_choices.chosen": _chosen,
    "client_parts.strokes": _drawn,
    "measures_taken.answers": _given,
}
"""Sealed texts that programs wrote, and how people read them, given the row they stand in."""
