"""What pages and papers say of the organisation."""

from flask import current_app

from caseapp.organisation.queries import house


def organisation_name() -> str:
    """The name that the administrator set, or the one in the settings; empty where there is neither."""
    return house().name or str(current_app.config["ORGANISATION"])
