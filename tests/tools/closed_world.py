"""No test talks to the outside: pytest-socket guards connections, this guards the names."""

import ipaddress
import socket
from typing import Any

LOOPBACK = ("127.0.0.1", "::1", "localhost")

_resolve = socket.getaddrinfo


class OutsideWorld(RuntimeError):
    """A test asked for an address outside this machine."""


def close() -> None:
    """From now on only addresses and local names are resolved in this process."""
    socket.getaddrinfo = _only_here


def _only_here(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not _is_here(name):
        raise OutsideWorld(f"a test asked where {name} is")
    return _resolve(host, port, *args, **kwargs)


def _is_here(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
