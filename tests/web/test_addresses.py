"""Addresses are those of Flask, however often they are asked for; an id in one is taken as it is, and anything else
leads nowhere."""

from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for

from caseapp.errors import NotVisible
from caseapp.web.addresses import address, id_named

ID = UUID(int=7)


@pytest.mark.parametrize(("query", "found"), [("", None), ("?of=", None), (f"?of={ID}", ID), (f"?other={ID}", None)])
def test_the_id_that_is_named_or_none(query, found):
    with Flask("addresses").test_request_context(f"/{query}"):
        assert id_named("of") == found


def test_what_is_no_id_is_not_found():
    with Flask("addresses").test_request_context("/?of=magic"), pytest.raises(NotVisible):
        id_named("of")


def test_every_address_of_records_is_the_one_that_flask_builds(app):
    """Also below a prefix, with a brace in it, and with an id after the question mark."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments and "GET" in rule.methods]
    ids = [
        rule
        for rule in rules
        if all(type(rule._converters[name]).__name__ == "UUIDConverter" for name in rule.arguments)
    ]
    assert len(ids) > 50
    for root in ("", "/cases", "/{0}"):
        with app.test_request_context(base_url=f"http://localhost{root}"):
            for rule in [*ids, *ids]:
                values = {name: uuid4() for name in (*sorted(rule.arguments), "of")}
                assert address(rule.endpoint, **values) == url_for(rule.endpoint, **values)


def test_what_is_no_id_is_left_to_flask(app):
    with app.test_request_context():
        values = {"client_id": uuid4(), "only": "{0}", "_anchor": "goals"}
        assert address("progress.show_client", **values) == url_for("progress.show_client", **values)
        assert address("progress.list_people") == url_for("progress.list_people")
