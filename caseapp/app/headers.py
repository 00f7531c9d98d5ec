"""The headers of every answer."""

import secrets

from flask import Flask, Response, current_app, g

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


def init_headers(app: Flask) -> None:
    """Add them to every answer, errors included, and give templates the nonce."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = ""
    app.context_processor(lambda: {"csp_nonce": nonce()})


def nonce() -> str:
    """This request's nonce for scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def add_headers(response: Response) -> Response:
    """Content policy, no caching, no sniffing, no framing; HSTS where cookies are secure."""
    response.headers["Content-Security-Policy"] = CSP.format(nonce=nonce())
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["COOKIES_ARE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response
