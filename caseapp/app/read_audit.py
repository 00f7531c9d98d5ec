"""The last net: no page with records of clients leaves before the trail knows that they were read."""

from flask import Flask, Response, current_app, g

from caseapp.app.error_handlers import log, new_incident, page


class UnrecordedReading(Exception):
    """A view showed records of clients and told the trail nothing."""


def init_nets(app: Flask) -> None:
    """Watch every answer."""
    app.after_request(check_reading)


def check_reading(response: Response) -> Response:
    """An answer that read about clients and left no entry is an error in tests and a closed page otherwise."""
    if response.status_code >= 400 or response.status_code in (301, 302, 303):
        return response
    if g.get("read_of_clients") and not g.get("trail_written"):
        if current_app.testing:
            raise UnrecordedReading
        incident = new_incident()
        log(incident, "a reading was not recorded")
        return page(500, incident=incident)
    return response
