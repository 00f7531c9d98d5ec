"""Roles and what each may do: one table."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from caseapp.i18n import _l


class Role(StrEnum):
    """What a person is in the organisation."""

    MENTOR = "mentor"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"


ROLE_NAMES = {
    Role.MENTOR: _l("Mentor"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.PRIVACY_OFFICER: _l("Privacy officer"),
}


class Capability(StrEnum):
    """What a view can require of a role. Which clients it is about is decided by who sees whom."""

    USE_OWN_ACCOUNT = "use_own_account"
    SEE_CLIENTS = "see_clients"
    RECORD_WORK = "record_work"
    WRITE_REPORTS = "write_reports"
    RECORD_ATTENDANCE = "record_attendance"
    OPEN_FILES = "open_files"
    ASSIGN_MENTORS = "assign_mentors"
    MANAGE_GROUPS = "manage_groups"
    CLOSE_CONCERNS = "close_concerns"
    SUPERVISE = "supervise"
    REVIEW_REPORTS = "review_reports"
    SEE_ACCESS_LOG = "see_access_log"
    MANAGE_USERS = "manage_users"
    MANAGE_ORGANISATION = "manage_organisation"
    SEE_TRAIL = "see_trail"
    REPORT_OFFENCES = "report_offences"
    KEEP_PAPERS = "keep_papers"
    EXEMPT_FROM_PAPERS = "exempt_from_papers"
    IMPORT_CASELOAD = "import_caseload"
    EXPORT_RECORDS = "export_records"
    DECIDE_REQUESTS = "decide_requests"
    TELL_NOTICES = "tell_notices"
    USE_PRIVACY_DESK = "use_privacy_desk"
    WATCH_READING = "watch_reading"
    REVIEW_ACCESS = "review_access"
    SEE_ERASURES = "see_erasures"
    ASK_ERASURES = "ask_erasures"
    CONFIRM_ERASURES = "confirm_erasures"
    CONFIRM_EXPORTS = "confirm_exports"
    CONFIRM_ALL_EXPORTS = "confirm_all_exports"
    OVERSEE = "oversee"
    BE_WITH_CLIENT = "be_with_client"
    OPEN_IN_EMERGENCY = "open_in_emergency"


CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.MENTOR: frozenset(
        {
            Capability.USE_OWN_ACCOUNT,
            Capability.SEE_CLIENTS,
            Capability.RECORD_WORK,
            Capability.WRITE_REPORTS,
            Capability.RECORD_ATTENDANCE,
            Capability.REPORT_OFFENCES,
            Capability.TELL_NOTICES,
            Capability.OPEN_IN_EMERGENCY,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Capability.USE_OWN_ACCOUNT,
            Capability.SEE_CLIENTS,
            Capability.RECORD_WORK,
            Capability.WRITE_REPORTS,
            Capability.RECORD_ATTENDANCE,
            Capability.OPEN_FILES,
            Capability.ASSIGN_MENTORS,
            Capability.MANAGE_GROUPS,
            Capability.CLOSE_CONCERNS,
            Capability.SUPERVISE,
            Capability.REVIEW_REPORTS,
            Capability.SEE_ACCESS_LOG,
            Capability.IMPORT_CASELOAD,
            Capability.EXPORT_RECORDS,
            Capability.CONFIRM_EXPORTS,
            Capability.DECIDE_REQUESTS,
            Capability.TELL_NOTICES,
            Capability.SEE_ERASURES,
            Capability.ASK_ERASURES,
            Capability.OPEN_IN_EMERGENCY,
            Capability.REVIEW_ACCESS,
            Capability.KEEP_PAPERS,
            Capability.REPORT_OFFENCES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Capability.USE_OWN_ACCOUNT,
            Capability.ASSIGN_MENTORS,
            Capability.MANAGE_USERS,
            Capability.MANAGE_ORGANISATION,
            Capability.SEE_TRAIL,
            Capability.IMPORT_CASELOAD,
            Capability.REVIEW_ACCESS,
            Capability.SEE_ERASURES,
            Capability.CONFIRM_ERASURES,
            Capability.KEEP_PAPERS,
            Capability.EXEMPT_FROM_PAPERS,
            Capability.CONFIRM_EXPORTS,
            Capability.CONFIRM_ALL_EXPORTS,
            Capability.OVERSEE,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Capability.USE_OWN_ACCOUNT,
            Capability.SEE_TRAIL,
            Capability.SEE_ACCESS_LOG,
            Capability.DECIDE_REQUESTS,
            Capability.TELL_NOTICES,
            Capability.USE_PRIVACY_DESK,
            Capability.WATCH_READING,
            Capability.REVIEW_ACCESS,
            Capability.SEE_ERASURES,
            Capability.CONFIRM_ERASURES,
            Capability.CONFIRM_EXPORTS,
            Capability.CONFIRM_ALL_EXPORTS,
            Capability.OVERSEE,
        }
    ),
}

BESIDE = "beside"
"""In the place of a role, while a client holds the screen in a mentor's session. Nobody's account has it."""
OF_BESIDE = frozenset(
    {
        Capability.BE_WITH_CLIENT,
        Capability.SEE_CLIENTS,
        Capability.RECORD_WORK,
        Capability.WRITE_REPORTS,
    }
)


EMERGENCY = "emergency"
"""In the place of a role, for the one page of a file that was opened in an emergency. Nobody's account has it."""

BY_LINK = "by_link"
"""In the place of a role, while a client without an account answers a check-in. Nobody's account has it."""
OF_LINK = frozenset({Capability.SEE_CLIENTS, Capability.RECORD_WORK})


class Viewer(Protocol):
    """Whoever looks: a signed-in person, or the person in whose name a command runs."""

    @property
    def id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def team_id(self) -> UUID | None: ...
    @property
    def team_ids_in_charge(self) -> frozenset[UUID]:
        """The teams that the viewer is in charge of today: as their supervisor, or as the supervisor's deputy."""


def may(viewer: Viewer, capability: Capability) -> bool:
    """Whether the viewer's role has the capability, or stands in for a supervisor who has it; an unknown role has
    none. For which clients is decided elsewhere: by who sees a client, and who is in charge."""
    if may_as(viewer.role, False, capability):
        return True
    return may_as(viewer.role, True, capability) and bool(viewer.team_ids_in_charge)


def may_as(role: str, is_in_charge: bool, capability: Capability) -> bool:
    """`may` for anybody of that role who is, or is not, in charge of a team."""
    if role == BESIDE:
        return capability in OF_BESIDE
    if role == EMERGENCY:
        return capability == Capability.SEE_CLIENTS
    if role == BY_LINK:
        return capability in OF_LINK
    try:
        own = CAPABILITIES[Role(role)]
    except ValueError:
        return False
    return capability in own or (is_in_charge and capability in CAPABILITIES[Role.SUPERVISOR])


def roles_with(capability: Capability) -> list[Role]:
    """The roles that may, for the sentence of a refusal."""
    return [role for role in Role if capability in CAPABILITIES[role]]
