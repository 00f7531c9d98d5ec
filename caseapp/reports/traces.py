"""The addresses of the records behind a report's figures."""

from collections.abc import Mapping
from uuid import UUID

from flask import url_for

from caseapp.reports.trace_rules import Records

_KINDS = (Records.MEETINGS, Records.ATTEMPTS, Records.GROUPS, Records.RATINGS)


def lists_behind(client_id: UUID) -> Mapping[str, str]:
    """Where each list of that client's records is read."""
    lists: dict[str, str] = {
        kind: url_for("progress.show_client", client_id=client_id, kind=str(kind)) for kind in _KINDS
    }
    lists[Records.APPROVALS] = url_for("basket.list_approvals", client_id=client_id)
    return lists
