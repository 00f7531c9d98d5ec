"""The application factory."""

import atexit
from contextlib import suppress
from typing import Any

from flask import Flask, request
from flask_wtf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError

from caseapp.access import check_access_declared
from caseapp.accounts.sign_in.current_user import init_accounts
from caseapp.app import features, paths
from caseapp.app.error_handlers import init_error_handlers
from caseapp.app.error_messages import unreadable_text
from caseapp.app.headers import init_headers
from caseapp.app.health import init_proxy_warnings
from caseapp.app.read_audit import init_read_audit
from caseapp.app.request_validation import UNSAFE, init_request_validation
from caseapp.app.settings import check_settings, load_keys
from caseapp.audit.trail import close_chain, init_trail
from caseapp.db.engine import init_db
from caseapp.db.keys.installation import check_keys
from caseapp.db.revisions import check_revision
from caseapp.db.unreadable import init_unreadable
from caseapp.errors import Unavailable
from caseapp.i18n import init_i18n, language
from caseapp.web.assets import init_assets
from caseapp.web.compression import init_compression
from caseapp.web.filters import init_filters
from caseapp.web.parts import Templates, init_parts
from caseapp.web.posting import init_posting
from caseapp.web.template_whitespace import init_template_whitespace

csrf = CSRFProtect()


class Application(Flask):
    """Flask, which asks of each hook at each request whether it is a coroutine; none of ours is."""

    def ensure_sync(self, func: Any) -> Any:
        """The function itself."""
        return func


def create_app(config: type[Any] | None = None) -> Flask:
    """The WSGI application with the settings of that class, or else of the one that the environment names."""
    app = Application("caseapp", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.jinja_environment = Templates
    config = config or paths.load_settings().chosen()
    app.config.from_object(config)
    app.extensions["settings"] = config
    check_settings(app)
    ring = load_keys(app)
    init_db(app, ring)
    check_keys(app, ring)
    app.extensions["migrations"] = paths.MIGRATIONS
    check_revision(app)
    init_i18n(app)
    init_proxy_warnings(app)
    init_compression(app)  # what is registered first comes last, after every check of the answer
    init_posting(app)
    app.before_request(_choose_language)
    init_request_validation(app)
    init_accounts(app)
    csrf.init_app(app)
    app.before_request(_check_token)
    init_trail(app)
    init_template_whitespace(app)
    init_filters(app)
    init_assets(app)
    init_parts(app)
    init_headers(app)
    init_read_audit(app)
    init_error_handlers(app)
    init_unreadable(app, unreadable_text)
    features.init_features(app)
    check_access_declared(app)
    atexit.register(_close_chain, app)
    return app


def _close_chain(app: Flask) -> None:
    """Close the trail's chain; if the database is out of reach or busy, it stays open, as after a killed process."""
    with suppress(SQLAlchemyError, OSError, Unavailable):
        close_chain(app)


def _choose_language() -> None:
    """Before anything can fail: an error page may have no database to ask."""
    language()


def _check_token() -> None:
    if request.method in UNSAFE and request.endpoint:
        csrf.protect()
