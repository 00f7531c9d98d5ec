"""The read audit: no page with clients' records is sent unless the trail has recorded the reading."""

from flask import Flask, Response, current_app, g

from caseapp.app.error_handlers import log, new_incident, page

CONFLICT = 409


class UnrecordedReading(Exception):
    """A view showed clients' records and did not record the reading."""


def init_read_audit(app: Flask) -> None:
    """Check every response."""
    app.after_request(check_reading)


def check_reading(response: Response) -> Response:
    """A response that read clients' records without an entry is an error in tests, and an error page otherwise.

    A conflict is answered with what is stored by now, unless it is the general page, which tells nothing.
    """
    is_refused = response.status_code >= 400 and response.status_code != CONFLICT
    if is_refused or g.get("tells_nothing") or response.status_code in (301, 302, 303):
        return response
    if g.get("read_of_clients") and not g.get("trail_written"):
        if current_app.testing:
            raise UnrecordedReading
        incident = new_incident()
        log(incident, "a reading was not recorded")
        return page(500, incident=incident)
    return response
