"""WSGI middleware: whatever happens inside the application, every response has the security headers."""

import secrets
import sys
from collections.abc import Iterable
from typing import Any

from flask import Flask

from caseapp.app.headers import complete
from caseapp.app.health import ALIVE, FORWARDER, HEALTH, warn_of_forwarder
from caseapp.app.logs import logger, place_of

LAST_RESORT = (
    "<!doctype html><html lang=he dir=rtl><meta charset=utf-8><title>לא ניתן להציג את הדף כרגע</title>"
    "<h1>לא ניתן להציג את הדף כרגע</h1><p>מה שנשמר – שמור. אפשר לנסות שוב בעוד דקה.</p>"
    "<div lang=ar><h2>لا يمكن عرض الصفحة الآن</h2><p>ما حُفظ يبقى محفوظًا. يمكن المحاولة مرة أخرى بعد دقيقة.</p></div>"
    "<div lang=ru dir=ltr><h2>Сейчас страницу нельзя показать</h2><p>Всё сохранённое сохранено. "
    "Попробуйте ещё раз через минуту.</p></div>"
    "<div lang=en dir=ltr><h2>The page cannot be shown at the moment</h2><p>Anything already saved is safe. "
    "Try again in a minute.</p></div><p>{incident}</p></html>"
)


class WsgiMiddleware:
    """Wraps the whole application, static files included.

    That the process is alive is said here, where nothing can hang: no session, no database, no template. The web
    server asks in the thread that serves all connections.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inside = app.wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], fault: Any = None) -> Any:
            return start_response(status, complete(headers, self.app), fault)

        if environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"] == HEALTH:
            start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(ALIVE)))])
            return [ALIVE]
        if forwarder := environ.get(FORWARDER):
            warn_of_forwarder(self.app, forwarder)
        try:
            return self.inside(environ, start)
        except Exception as fault:
            if self._are_faults_raised():
                raise
            incident = secrets.token_hex(4)
            logger.error("incident %s %s %s", incident, type(fault).__name__, place_of(fault))
            start("500 INTERNAL SERVER ERROR", [("Content-Type", "text/html; charset=utf-8")], sys.exc_info())
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [LAST_RESORT.format(incident=incident).encode()]

    def _are_faults_raised(self) -> bool:
        """As Flask decides: in tests, unless they ask for the response."""
        raised = self.app.config["PROPAGATE_EXCEPTIONS"]
        return bool(self.app.testing if raised is None else raised)
