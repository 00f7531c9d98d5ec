"""The services of the rehabilitation basket, and the units in which they are approved."""

from enum import StrEnum

from caseapp.i18n import _l


class Service(StrEnum):
    """What a committee can approve."""

    SOCIAL_MENTORING = "social_mentoring"
    AMITIM = "amitim"
    SOCIAL_CLUB = "social_club"
    SOCIAL_GROUP = "social_group"
    SUPPORTED_HOUSING = "supported_housing"
    SUPPORTED_EMPLOYMENT = "supported_employment"
    EDUCATION = "education"
    CARE_COORDINATION = "care_coordination"


class Unit(StrEnum):
    """What an approval counts."""

    HOUR = "hour"
    MEETING = "meeting"


class Per(StrEnum):
    """The stretch of time in which the amount may be used."""

    WEEK = "week"
    MONTH = "month"


SERVICE_NAMES = {
    Service.SOCIAL_MENTORING: _l("Social mentoring"),
    Service.AMITIM: _l("Amitim (community centre)"),
    Service.SOCIAL_CLUB: _l("Social club"),
    Service.SOCIAL_GROUP: _l("Social group"),
    Service.SUPPORTED_HOUSING: _l("Supported housing"),
    Service.SUPPORTED_EMPLOYMENT: _l("Supported employment"),
    Service.EDUCATION: _l("Completion of education"),
    Service.CARE_COORDINATION: _l("Care coordination"),
}
