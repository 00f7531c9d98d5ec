"""An id in an address is taken as it is, and anything else leads nowhere."""

from uuid import UUID

import pytest
from flask import Flask

from caseapp.errors import NotVisible
from caseapp.web.addresses import id_named

ID = UUID(int=7)


@pytest.mark.parametrize(("query", "found"), [("", None), ("?of=", None), (f"?of={ID}", ID), (f"?other={ID}", None)])
def test_the_id_that_is_named_or_none(query, found):
    with Flask("addresses").test_request_context(f"/{query}"):
        assert id_named("of") == found


def test_what_is_no_id_is_not_found():
    with Flask("addresses").test_request_context("/?of=magic"), pytest.raises(NotVisible):
        id_named("of")
