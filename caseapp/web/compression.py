"""Pages are compressed where nobody else can have had a hand in the request."""

import gzip

from flask import Flask, Response, request

SMALLEST = 2048
LEVEL = 1
OWN_PAGE = "same-origin"


def init_compression(app: Flask) -> None:
    """Compress answers after everything else has looked at them."""
    app.after_request(compressed)


def compressed(response: Response) -> Response:
    """A page as gzip, if the browser says that a page of ours asked for it.

    The length of a compressed page tells whether what somebody put into it also stands elsewhere in it. To find out a
    name or a token so, another site must make the browser ask again and again with guesses. Browsers say for each
    request who caused it, and scripts cannot change that.
    """
    if (
        response.mimetype != "text/html"
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or request.headers.get("Sec-Fetch-Site") != OWN_PAGE
        or request.accept_encodings["gzip"] <= 0
    ):
        return response
    page = response.get_data()
    if len(page) >= SMALLEST:
        response.set_data(gzip.compress(page, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.update(("Accept-Encoding", "Sec-Fetch-Site"))
    return response
