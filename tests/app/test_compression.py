"""Pages are compressed for our own pages alone: no other site can learn from their length."""

import gzip

import pytest

OURS = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip, br"}


def test_a_page_that_our_own_page_asked_for_is_compressed(world, as_):
    browser = as_(world.mentor)
    plain = browser.get("/clients")
    packed = browser.get("/clients", headers=OURS)
    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert len(packed.data) < len(plain.data) / 2
    assert world.client.given_name in gzip.decompress(packed.data).decode()
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(packed.vary)
    assert packed.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin, same-origin", "", None])
def test_what_another_site_may_have_caused_is_not_compressed(world, as_, site):
    """Its length says nothing of what stands beside a guess."""
    headers = {name: value for name, value in {**OURS, "Sec-Fetch-Site": site}.items() if value is not None}
    answer = as_(world.mentor).get("/clients?q=guess", headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert b"<html" in answer.data


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_a_browser_that_cannot_unpack_gets_the_page_as_it_is(world, as_, accepted):
    answer = as_(world.mentor).get("/clients", headers={**OURS, "Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers


def test_error_pages_and_redirects_stay_whole(world, as_, visitor):
    browser = as_(world.mentor)
    lost = browser.get("/nothing-here", headers=OURS)
    assert lost.status_code == 404
    body = gzip.decompress(lost.data) if lost.headers.get("Content-Encoding") else lost.data
    assert b"</html>" in body
    moved = visitor.get("/clients", headers=OURS)
    assert (moved.status_code, moved.headers.get("Content-Encoding")) == (303, None)
