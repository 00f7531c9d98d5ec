"""The headers of every answer."""

import secrets

from flask import Flask, g, has_request_context

CSP = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
TLS_ONLY = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
REPLACED = frozenset(name.lower() for name in (*FIXED, TLS_ONLY[0]))


def init_headers(app: Flask) -> None:
    """Give templates the nonce; the headers themselves are added by the WSGI middleware, and by the server to what it
    refuses before the application is asked."""
    app.extensions["headers"] = lambda given: complete(given, app)
    app.jinja_env.globals["csp_nonce"] = ""
    app.context_processor(lambda: {"csp_nonce": nonce()})


def nonce() -> str:
    """This request's nonce for scripts."""
    if not has_request_context():
        return secrets.token_urlsafe(16)
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def complete(given: list[tuple[str, str]], app: Flask) -> list[tuple[str, str]]:
    """Content policy, no caching, no sniffing, no framing; HSTS where cookies are secure."""
    names = {name.lower() for name, _value in given}
    headers = [header for header in given if header[0].lower() not in REPLACED]
    headers += FIXED.items()
    if "content-security-policy" not in names:
        headers.append(("Content-Security-Policy", CSP.format(nonce=nonce())))
    if "cache-control" not in names:
        headers.append(("Cache-Control", "no-store"))
    if app.config["COOKIES_ARE_SECURE"]:
        headers.append(TLS_ONLY)
    return headers
