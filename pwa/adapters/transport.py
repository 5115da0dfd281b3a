"""The way out: HTTP sessions that go to checked addresses only, or through the proxy, and nowhere else."""

from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Session
from requests.adapters import HTTPAdapter


class PinnedAdapter(HTTPAdapter):
    """Connects to the address `resolve` gives for a URL, under the URL's own name for TLS and for HTTP."""

    def __init__(self, resolve: Callable[[str], str]) -> None:
        super().__init__()
        self._resolve = resolve

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: bool | str, cert: str | tuple[str, str] | None = None
    ) -> tuple[Any, Any]:
        """The address instead of the name; the certificate must still be the name's."""
        host, tls = super().build_connection_pool_key_attributes(request, verify, cert)
        names = {"server_hostname": host["host"], "assert_hostname": host["host"]}
        pinned = {**host, "host": self._resolve(request.url or "")}
        return pinned, {**tls, **names} if host["scheme"] == "https" else tls

    def add_headers(self, request: PreparedRequest, **kwargs: Any) -> None:
        """Name the host: the connection below only knows an address."""
        request.headers["Host"] = urlsplit(str(request.url)).netloc


def new_session(resolve: Callable[[str], str], proxy: str | None) -> Session:
    """A session for one thread: no redirect is asked for, nothing is read from the environment, no cookie is kept.

    With a proxy it is the proxy that looks names up, and only https goes through it: plain http is for a test
    service on this very machine, which the proxy cannot see.
    """
    session = Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update(_HEADERS)
    session.mount("http://", PinnedAdapter(resolve))
    session.mount("https://", HTTPAdapter() if proxy else PinnedAdapter(resolve))
    session.proxies = {"https": proxy} if proxy else {}
    return session


_HEADERS: Mapping[str, str] = {"User-Agent": "espace-surveillant", "Accept-Encoding": "identity"}
