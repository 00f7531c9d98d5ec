"""Answers that are files: a browser that opens one gives it no rights, and its name says nothing about a client."""

from flask import Response, make_response


def file(content: bytes, name: str, kind: str) -> Response:
    """The file, to be kept under that name."""
    response = make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def pdf_file(pdf: bytes, name: str) -> Response:
    """A PDF, to be kept under that name."""
    return file(pdf, name, "application/pdf")
