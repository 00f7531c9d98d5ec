"""The one socket that all web processes share."""

import errno
import socket

import click

BACKLOG = 1024
NOT_HERE = "{host} is not an address of this machine; choose another with --host."


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the address; port 0 takes a free one."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise click.ClickException(NOT_HERE.format(host=host)) from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_DEFER_ACCEPT"):  # Linux: a connection comes with its first bytes
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as failure:
        listener.close()
        raise click.ClickException(reason(failure, host, port)) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """The address as a person types it into a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def reason(failure: OSError, host: str, port: int) -> str:
    """Why the address cannot be served, in a sentence."""
    if failure.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is already in use; stop what uses it or choose another with --port."
    if failure.errno == errno.EACCES:
        return f"Port {port} needs more rights than this account has; choose one over 1023 with --port."
    if failure.errno == errno.EADDRNOTAVAIL:
        return NOT_HERE.format(host=host)
    return f"{host}, port {port} cannot be served: {failure.strerror}."
