"""A proxy that the settings do not name is told of: else everybody behind it shares one address."""

import logging

import pytest

from caseapp.app.health import FORWARDER, OTHER, UNSET
from tests.app.test_settings import start

REAL = {"MODE": "production", "SECOND_STEP": "required"}


def test_production_without_a_trusted_proxy_says_so(tmp_path) -> None:
    app = start(tmp_path, **REAL, TRUSTED_HOSTS="localhost")
    assert app.extensions["proxy_warnings"] == [UNSET]


@pytest.mark.parametrize(
    "more",
    [{"TRUSTED_PROXY": "10.0.0.1", **REAL, "TRUSTED_HOSTS": "localhost"}, {}],
)
def test_nothing_is_said_where_the_setting_is_right(tmp_path, more) -> None:
    assert start(tmp_path, **more).extensions["proxy_warnings"] == []


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_first_request_that_another_address_forwarded_is_told_once(app, visitor, caplog) -> None:
    assert visitor.get("/ready").json == {"status": "ready"}
    with caplog.at_level(logging.WARNING, "caseapp"):
        for _ in range(2):
            visitor.get("/sign-in", environ_overrides={FORWARDER: "192.0.2.9"})
    assert [record.message for record in caplog.records] == [f"{OTHER} It came from 192.0.2.9."]
    assert visitor.get("/ready").json == {"status": "ready", "warnings": [OTHER]}
    app.extensions["proxy_warnings"].clear()
