"""What draws papers is large: its module is loaded when the first of them is drawn, never when the server starts."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

Drawn = Callable[..., bytes]


def late(module: str, name: str) -> Drawn:
    """Return a function of a module of the papers, which stays unloaded until it is called."""

    def drawn(*facts: Any, **choices: Any) -> bytes:
        return bytes(getattr(import_module(f"pwa.papers.{module}"), name)(*facts, **choices))

    return drawn
