"""What an address says after its question mark."""

from uuid import UUID

from flask import request

from caseapp.errors import NotVisible


def id_named(name: str) -> UUID | None:
    """The id that the address names so, if it names one; `NotVisible` for what is no id."""
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible from None
