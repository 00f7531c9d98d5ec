"""Drawings that go wrong on purpose, each in the place of the real one."""

import os
import socket
import subprocess
import time
from pathlib import Path

from caseapp.documents.blocks import Document


def sleep(_document: Document) -> bytes:
    time.sleep(60)
    return b""


def work(_document: Document) -> bytes:
    while True:
        pass


def eat(_document: Document) -> bytes:
    return b"x" * (1024 * 1024 * 1024)


def die(_document: Document) -> bytes:
    os._exit(3)


def connect(_document: Document) -> bytes:
    socket.socket()
    return b""


def run(_document: Document) -> bytes:
    subprocess.run(["true"], check=True)
    return b""


def read(_document: Document) -> bytes:
    return Path("/etc/hostname").read_bytes()


def write(_document: Document) -> bytes:
    Path("left-behind").write_bytes(b"x")
    return b""


def descriptors(_document: Document) -> bytes:
    os.dup(0)
    return b""
