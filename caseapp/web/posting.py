"""Forms that a page sends without leaving: it is told where to go instead of being led there."""

from flask import Flask, Response, request

HEADER = "X-Posted"
REDIRECTS = (301, 302, 303)


def init_posting(app: Flask) -> None:
    """Answer posts of pages."""
    app.after_request(tell_where)


def is_posted_by_page() -> bool:
    """Whether a script of ours sent the request and reads the answer."""
    return request.headers.get(HEADER) == "1"


def tell_where(response: Response) -> Response:
    """A redirect as a header that a script can read. It is not followed, so a message for the next page is not used
    up."""
    if is_posted_by_page() and response.status_code in REDIRECTS:
        response.headers["X-Go"] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
        response.headers.pop("Content-Type")
    return response
