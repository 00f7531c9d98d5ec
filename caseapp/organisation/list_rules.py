"""The built-in options of each list."""

from collections.abc import Mapping
from typing import Any

from caseapp.i18n import _l
from caseapp.organisation.rules import ListKind

LIST_NAMES = {
    ListKind.SERVICES: _l("Services"),
    ListKind.DOMAINS: _l("Goal areas"),
    ListKind.ACTIVITY_KINDS: _l("Kinds of activity"),
    ListKind.PLACES: _l("Places"),
    ListKind.GROUP_KINDS: _l("Kinds of group"),
    ListKind.ABSENCE_REASONS: _l("Reasons for absence"),
    ListKind.CLOSING_REASONS: _l("Reasons for closing a file"),
}
BUILT_IN: Mapping[ListKind, Mapping[str, Any]] = {
    ListKind.SERVICES: {
        "social_mentoring": _l("Social mentoring"),
        "amitim": _l("Amitim (community centre)"),
        "social_club": _l("Social club"),
        "social_group": _l("Social group"),
        "nect_group": _l("Group on self-stigma (NECT)"),
        "hostel": _l("Hostel"),
        "supportive_community": _l("Supportive community"),
        "supported_housing": _l("Supported housing"),
        "supported_employment": _l("Supported employment"),
        "vocational_club": _l("Vocational club"),
        "sheltered_workshop": _l("Sheltered workshop"),
        "education": _l("Completing education"),
        "national_service": _l("National Service or volunteering"),
        "family_counselling": _l("Counselling for the family"),
        "care_coordination": _l("Care coordination"),
        "dental": _l("Dental care"),
        "initial_equipment": _l("Initial equipment"),
    },
    ListKind.DOMAINS: {
        "friends": _l("Friends and social circle"),
        "family": _l("Family"),
        "intimacy": _l("Intimate relationship and parenting"),
        "community": _l("Community and volunteering"),
        "leisure": _l("Leisure, sport and arts"),
        "groups": _l("Groups and peers"),
        "communication": _l("Communication and social skills"),
        "stigma": _l("Self-stigma and disclosure"),
        "belonging": _l("Belonging and identity"),
        "faith": _l("Faith, culture and tradition"),
        "digital": _l("Digital connection"),
        "employment": _l("Employment"),
        "education": _l("Education"),
        "home": _l("Home and daily skills"),
        "rights": _l("Money and rights"),
        "health": _l("Physical health"),
        "wellbeing": _l("Emotional wellbeing"),
        "mobility": _l("Getting around"),
    },
    ListKind.ACTIVITY_KINDS: {
        "talk": _l("Conversation"),
        "coffee": _l("Coffee or a meal out"),
        "walk": _l("Walk"),
        "errand": _l("Running an errand together"),
        "practice": _l("Practising a skill"),
        "culture": _l("Culture, sport or art"),
        "community": _l("A place in the community"),
        "rights": _l("Rights and official matters"),
        "family": _l("Together with family or friends"),
    },
    ListKind.PLACES: {
        "home": _l("At home"),
        "community": _l("In the community"),
        "office": _l("In the office"),
        "online": _l("Online or by phone"),
    },
    ListKind.GROUP_KINDS: {
        "internal": _l("Our own group"),
        "community": _l("A group in the community"),
        "online": _l("Online group"),
        "peer": _l("Peer group"),
    },
    ListKind.ABSENCE_REASONS: {
        "illness": _l("Illness"),
        "transport": _l("Transport"),
        "hard_day": _l("A hard day"),
    },
    ListKind.CLOSING_REASONS: {
        "goals_reached": _l("Goals reached"),
        "own_wish": _l("The client's choice"),
        "approval_ended": _l("Approval not renewed"),
        "moved_away": _l("Moved away"),
        "other_service": _l("Moved to another service"),
        "hospital": _l("Long hospital stay"),
        "died": _l("Died"),
    },
}
