"""Every endpoint declares who may use it, or the application does not start."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app
from flask_login import current_user

from caseapp.access.roles import Capability, Viewer, may
from caseapp.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])
P = ParamSpec("P")


def requires(capability: Capability) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Let in only signed-in people whose role has the capability."""

    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if not current_user.is_authenticated:
                app: Any = current_app  # with what flask-login has added
                return app.login_manager.unauthorized()
            ensure(current_user, capability)
            return view(*args, **kwargs)

        vars(guarded)["access"] = capability
        return guarded

    return decorate


def public(view: View) -> View:
    """Let everybody in; the page shows nothing about anybody."""
    vars(view)["access"] = "public"
    return view


def safe_with_client(view: View) -> View:
    """Let the view be seen while a client holds the screen: it shows only what is this client's own. The address may
    name records; those of other clients are not found in this mode. Every view without this mark is refused there."""
    vars(view)["safe_with_client"] = True
    return view


def ensure(viewer: Viewer, capability: Capability) -> None:
    """`NotAllowed` where the viewer's role lacks the capability; for actions, which are also called without a view."""
    if not may(viewer, capability):
        raise NotAllowed(capability)


def check_access_declared(app: Flask) -> None:
    """Refuse to start where an endpoint declares neither."""
    undeclared = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
    if undeclared:
        raise RuntimeError(f"endpoints without @requires or @public: {', '.join(undeclared)}")
