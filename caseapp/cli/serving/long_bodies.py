"""Requests that bring files: longer than others may be."""

from typing import Any

from waitress.parser import HTTPRequestParser


class Parser(HTTPRequestParser):
    """Takes longer bodies where files are sent."""

    adj: Any
    path: str

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None and self.adj.for_uploads and self.path.startswith(self.adj.upload_path):
            self.adj = self.adj.for_uploads
            self.body_rcv.buf.overflow = self.adj.inbuf_overflow
