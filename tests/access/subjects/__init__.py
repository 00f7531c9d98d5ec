"""What addresses name: each function makes a fresh record about the client and returns the address's values."""

import inspect
import pkgutil
from importlib import import_module

from tests.access.subjects.base import Subject


def every_subject() -> dict[str, Subject]:
    """All of them by name, in the order of the names."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = {
        name: make
        for module in modules
        for name, make in inspect.getmembers(module, inspect.isfunction)
        if make.__module__ == module.__name__
    }
    return dict(sorted(found.items()))
