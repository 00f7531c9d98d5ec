"""The rules of goals: domains, the five levels, the life of a goal."""

from enum import StrEnum

from caseapp.i18n import _l

LEVELS = (-2, -1, 0, 1, 2)
EXPECTED = 0


class Domain(StrEnum):
    """The part of life that a goal is about."""

    FRIENDS = "friends"
    FAMILY = "family"
    INTIMACY = "intimacy"
    COMMUNITY = "community"
    LEISURE = "leisure"
    GROUPS = "groups"
    COMMUNICATION = "communication"
    STIGMA = "stigma"
    BELONGING = "belonging"
    FAITH = "faith"
    DIGITAL = "digital"
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HOME = "home"
    RIGHTS = "rights"
    HEALTH = "health"
    WELLBEING = "wellbeing"
    MOBILITY = "mobility"


class GoalStatus(StrEnum):
    """Where a goal stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


DOMAIN_NAMES = {
    Domain.FRIENDS: _l("Friends and social circle"),
    Domain.FAMILY: _l("Family"),
    Domain.INTIMACY: _l("Intimate relationship and parenting"),
    Domain.COMMUNITY: _l("Community and volunteering"),
    Domain.LEISURE: _l("Leisure, sport and arts"),
    Domain.GROUPS: _l("Groups and peers"),
    Domain.COMMUNICATION: _l("Communication and social skills"),
    Domain.STIGMA: _l("Self-stigma and disclosure"),
    Domain.BELONGING: _l("Belonging and identity"),
    Domain.FAITH: _l("Faith, culture and tradition"),
    Domain.DIGITAL: _l("Digital connection"),
    Domain.EMPLOYMENT: _l("Employment"),
    Domain.EDUCATION: _l("Education"),
    Domain.HOME: _l("Home and daily skills"),
    Domain.RIGHTS: _l("Money and rights"),
    Domain.HEALTH: _l("Physical health"),
    Domain.WELLBEING: _l("Emotional wellbeing"),
    Domain.MOBILITY: _l("Getting around"),
}
LEVEL_NAMES = {
    -2: _l("Much less than expected"),
    -1: _l("Less than expected"),
    0: _l("As expected"),
    1: _l("More than expected"),
    2: _l("Much more than expected"),
}
GOAL_STATUS_NAMES = {
    GoalStatus.DRAFT: _l("Draft"),
    GoalStatus.ACTIVE: _l("Active"),
    GoalStatus.ON_HOLD: _l("On hold"),
    GoalStatus.COMPLETED: _l("Completed"),
    GoalStatus.CANCELLED: _l("Cancelled"),
}
