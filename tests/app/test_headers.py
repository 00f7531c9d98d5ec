"""Every answer has every header: pages, refusals, failures, static files."""

import re

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from caseapp.access import Capability
from caseapp.app.headers import CSP, FIXED
from caseapp.cli.web import bounds_of
from caseapp.errors import Conflict, NotAllowed, NotVisible, TooMany, Unavailable
from caseapp.help.views import POLICY as HELP_POLICY
from caseapp.offline.rules import SHELL_POLICY
from caseapp.web.answers import FILE_POLICY
from caseapp.web.assets import static_assets
from tests.app.raw import Answer, ask

UNKNOWN = "0197a000-0000-7000-8000-000000000000"
NONCE = re.compile(r"'nonce-([\w-]{22})'")


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """Headers know no engine."""
    return str(request.param)


def complaints(answer: Answer) -> list[str]:
    """What is missing of the promised headers; only a page that a device keeps has a policy without a nonce."""
    found = []
    policy = answer.headers.get("Content-Security-Policy", "")
    nonce = NONCE.search(policy)
    if policy == FILE_POLICY and answer.headers.get("Content-Disposition", "").startswith("attachment;"):
        pass
    elif policy in (SHELL_POLICY, HELP_POLICY):
        found += ["scripts in a page that is kept"] if re.search("<script(?! src=)|nonce", answer.text) else []
    elif not nonce or policy != CSP.format(nonce=nonce[1]):
        found.append(f"policy {policy!r}")
    elif f"nonce-{nonce[1]}" in policy and 'nonce="' in answer.text and f'nonce="{nonce[1]}"' not in answer.text:
        found.append("scripts with another nonce")
    found += [name for name, value in FIXED.items() if answer.headers.getlist(name) != [value]]
    if len(answer.headers.getlist("Content-Security-Policy")) != 1:
        found.append("policies")
    if answer.headers.get("Cache-Control") != "no-store":
        found.append("cached")
    found += [name for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin") if name in answer.headers]
    return found


def paths(app: Flask) -> list[str]:
    """An address of every route."""
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: "he" if name == "code" else UNKNOWN for name in rule.arguments}
        built = rule.build(values)
        assert built is not None
        found.append(built[1])
    return sorted(found)


def test_only_the_page_that_a_device_keeps_takes_scripts_without_a_nonce(app) -> None:
    taken = [path for path in paths(app) if ask(app, path.encode()).headers["Content-Security-Policy"] == SHELL_POLICY]
    assert taken == ["/offline/he"]


def test_the_help_runs_no_script() -> None:
    """A device keeps it, so its policy has no nonce; it needs none."""
    assert HELP_POLICY.startswith("default-src 'none'; ")
    assert "script-src" not in HELP_POLICY
    assert "unsafe" not in HELP_POLICY


def test_the_policy_is_the_promised_one() -> None:
    """The content security policy is pinned word for word."""
    assert CSP == (
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; form-action 'self'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    assert CSP.replace("'nonce-{nonce}'", "'self'") == SHELL_POLICY
    assert FIXED["Referrer-Policy"] == "same-origin"
    assert FIXED["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"])
def test_every_route_has_all_headers_whoever_asks(app, world, as_, method) -> None:
    for person in (None, world.administrator, world.supervisor, world.mentor):
        cookie = "" if person is None else f"session={as_(person).get_cookie('session').value}"
        for path in paths(app):
            if (path, method) == ("/sign-out", "POST"):
                continue
            body = b"" if method in ("POST", "PUT", "DELETE") else None
            answer = ask(app, path.encode(), method, body=body, HTTP_COOKIE=cookie)
            assert not complaints(answer), f"{method} {path}: {complaints(answer)}"


FAULTS = {
    400: lambda: abort(400),
    403: NotAllowed(Capability.SEE_TRAIL),
    404: NotVisible(),
    405: lambda: abort(405),
    409: Conflict(),
    413: lambda: abort(413),
    429: TooMany(7),
    500: ValueError("inside"),
    503: Unavailable("inside"),
}


@pytest.mark.parametrize("status", FAULTS)
def test_every_refusal_and_failure_has_all_headers(app, planted, status) -> None:
    planted(FAULTS[status])
    answer = ask(app)
    assert answer.status == status
    assert not complaints(answer)


@pytest.mark.parametrize("fault", [OperationalError("select", {}, Exception("inside")), OSError(28, "inside")])
def test_a_failing_store_has_all_headers_and_says_when_to_come_back(app, planted, fault) -> None:
    planted(fault)
    answer = ask(app)
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "60"
    assert not complaints(answer)


def test_a_nonce_is_used_once(app) -> None:
    seen = [NONCE.search(ask(app).headers["Content-Security-Policy"])[1] for _ in range(20)]
    assert len(set(seen)) == 20


def test_static_files_have_all_headers_and_may_be_kept(app) -> None:
    for asset in static_assets().values():
        for method in ("GET", "HEAD", "POST"):
            answer = ask(app, asset.url.encode(), method, body=b"" if method == "POST" else None)
            policy = answer.headers["Content-Security-Policy"]
            assert policy == CSP.format(nonce=NONCE.search(policy)[1])
            assert all(answer.headers.getlist(name) == [value] for name, value in FIXED.items())
            kept = "no-store" if method == "POST" else "public, max-age=315360000, immutable"
            assert answer.headers["Cache-Control"] == kept


def test_browsers_are_bound_to_tls_where_cookies_are_secure(app) -> None:
    """HSTS for at least a year."""
    assert "Strict-Transport-Security" not in ask(app).headers
    app.config["COOKIES_ARE_SECURE"] = True
    for path in (b"/sign-in", b"/nothing", static_assets()["app.css"].url.encode()):
        age = re.match(
            r"max-age=(\d+)", ask(app, path, **{"wsgi.url_scheme": "https"}).headers["Strict-Transport-Security"]
        )
        assert int(age[1]) >= 365 * 24 * 3600


def test_cookies_are_closed_to_scripts_and_other_sites(app, world) -> None:
    app.config["COOKIES_ARE_SECURE"] = True
    answer = ask(app, **{"wsgi.url_scheme": "https"})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-")
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= flags
    assert not any(flag.startswith("Domain") for flag in flags)


def test_a_planted_route_without_a_header_is_seen(app) -> None:
    """The check itself fails where something is missing."""
    answer = ask(app)
    answer.headers["Content-Security-Policy"] += "; script-src 'unsafe-inline'"
    answer.headers.remove("Referrer-Policy")
    answer.headers["Cache-Control"] = "public"
    assert len(complaints(answer)) == 3


def test_a_form_can_be_posted_over_tls_from_its_own_page_only(app, world) -> None:
    """The referrer policy still lets the CSRF check see where a post comes from."""
    app.config["COOKIES_ARE_SECURE"] = True
    page = ask(app, **{"wsgi.url_scheme": "https"})
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    cookie = page.headers["Set-Cookie"].split(";")[0]
    body = f"csrf_token={token}&username=nobody&password=wrong".encode()
    for referrer, status in (("https://localhost/sign-in", 200), ("https://evil/sign-in", 400), (None, 400)):
        answer = ask(
            app, method="POST", body=body, HTTP_COOKIE=cookie, HTTP_REFERER=referrer, **{"wsgi.url_scheme": "https"}
        )
        assert answer.status == status, referrer


def test_what_the_server_refuses_itself_has_all_headers_too(app) -> None:
    """What is not HTTP never reaches the application."""
    app.config["COOKIES_ARE_SECURE"] = True
    usual = ask(app, **{"wsgi.url_scheme": "https"})
    refused = dict(bounds_of(app).refusal_headers)
    wanted = {*FIXED, "Strict-Transport-Security", "Cache-Control"}
    assert {name: refused.get(name) for name in wanted} == {name: usual.headers[name] for name in wanted}
    assert "default-src 'none'" in refused["Content-Security-Policy"]
