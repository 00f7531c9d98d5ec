"""Which packages make up the application: their pages, their commands, and the way from one to another."""

from flask import Blueprint, Flask

from caseapp.app.navigation import init_navigation


def blueprints() -> list[Blueprint]:
    """Every feature's pages."""
    return []


def init_features(app: Flask) -> None:
    """Pages, commands and navigation."""
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    init_navigation(app)
