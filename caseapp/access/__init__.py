"""Who may do what: roles, capabilities, and the declared access of every endpoint."""

from caseapp.access.decorators import check_access_declared, ensure, public, requires, safe_with_client
from caseapp.access.roles import (
    BESIDE,
    BY_LINK,
    CAPABILITIES,
    EMERGENCY,
    ROLE_NAMES,
    Capability,
    Role,
    Viewer,
    may,
    may_as,
    roles_with,
)

__all__ = [
    "BESIDE",
    "BY_LINK",
    "CAPABILITIES",
    "EMERGENCY",
    "ROLE_NAMES",
    "Capability",
    "Role",
    "Viewer",
    "check_access_declared",
    "ensure",
    "may",
    "may_as",
    "public",
    "requires",
    "roles_with",
    "safe_with_client",
]
