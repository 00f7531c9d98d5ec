"""Who may do what: roles, capabilities, and the door of every endpoint."""

from caseapp.access.decorators import check_doors, ensure, public, requires
from caseapp.access.roles import CAPABILITIES, ROLE_NAMES, Capability, Role, Viewer, may, roles_with

__all__ = [
    "CAPABILITIES",
    "ROLE_NAMES",
    "Capability",
    "Role",
    "Viewer",
    "check_doors",
    "ensure",
    "may",
    "public",
    "requires",
    "roles_with",
]
