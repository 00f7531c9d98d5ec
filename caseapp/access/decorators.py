"""The door: every endpoint says who may come in, or the application does not start."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app
from flask_login import current_user

from caseapp.access.roles import Capability, Viewer, may
from caseapp.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])
Taken = ParamSpec("Taken")


def requires(capability: Capability) -> Callable[[Callable[Taken, Any]], Callable[Taken, Any]]:
    """Only signed-in people whose role has the capability come in."""

    def door(view: Callable[Taken, Any]) -> Callable[Taken, Any]:
        @wraps(view)
        def guarded(*args: Taken.args, **kwargs: Taken.kwargs) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            ensure(current_user, capability)
            return view(*args, **kwargs)

        vars(guarded)["door"] = capability
        return guarded

    return door


def public(view: View) -> View:
    """Everybody comes in; what the page shows is about nobody."""
    vars(view)["door"] = "public"
    return view


def ensure(viewer: Viewer, capability: Capability) -> None:
    """`NotAllowed` where the viewer's role lacks the capability; for actions, which are called without a door too."""
    if not may(viewer, capability):
        raise NotAllowed(capability)


def check_doors(app: Flask) -> None:
    """Stop the start where an endpoint declares neither."""
    open_doors = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "door"))
    if open_doors:
        raise RuntimeError(f"endpoints without @requires or @public: {', '.join(open_doors)}")
