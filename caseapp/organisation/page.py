"""What pages and reports say about the organisation."""

from flask import current_app

from caseapp.organisation.queries import organisation_settings


def organisation_name() -> str:
    """The name that the administrator set, or else `CASEAPP_ORGANISATION`; empty where there is neither."""
    return organisation_settings().details.name or str(current_app.config["ORGANISATION"])
