"""Services: what a web process is made of besides its database, within reach of every entry."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from pwa.adapters.endpoints import HostRules
from pwa.adapters.feed import Feed
from pwa.adapters.key_ring import KeyRing
from pwa.adapters.passwords import Passwords
from pwa.adapters.presence import Presence
from pwa.adapters.tokens import Signer
from pwa.adapters.vapid import VapidKeyUnusable
from pwa.domain.questions import Question
from pwa.settings import Settings


@dataclass(frozen=True)
class Services:
    """One of each."""

    settings: Settings
    passwords: Passwords
    signer: Signer
    rules: HostRules
    questions: tuple[Question, ...]
    feed: Feed
    presence: Presence
    keys: KeyRing

    @property
    def vapid_key(self) -> str:
        """The public key, base64url, that phones subscribe with; empty before `flask keys make`."""
        try:
            return self.keys.current.public
        except VapidKeyUnusable:
            return ""


def install(app: Flask, services: Services) -> None:
    """Give an application its services."""
    app.extensions["pwa"] = services


def services() -> Services:
    """Return the services of the current application."""
    return cast(Services, current_app.extensions["pwa"])
