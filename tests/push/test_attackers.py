"""Endpoints that an attacker would give: whatever they write, nothing leaves for a host that is not allowed."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from requests import Request, Session
from urllib3.util import parse_url

from pwa.adapters.endpoints import HostRules, RefusedAddress, is_public, resolve, target
from pwa.domain.errors import Invalid

RULES = HostRules.from_settings(["push.example.org", "http://127.0.0.1:8555"])
GOOD = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com", "x.notify.windows.com")
INSIDE = ("127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "localhost",
          "10.0.0.7", "169.254.169.254", "[fe80::1%25eth0]", "0", "metadata.google.internal")  # fmt: skip
ODD = ("ⓕcm.googleapis.com", "fcm。googleapis。com", "fcm.googleapis.com.", ".fcm.googleapis.com", "xn--fcm-.com",
       "fcm.googleapis.com%00.attacker.net", "fcm.googleapis.com%2eattacker.net", "fcm.googleapis.comattacker.net",
       "attackerfcm.googleapis.com", "push.apple.com.attacker.net", "ⅿozilla.com", "fcm.googleapis.com\t",
       "FCM.GoogleAPIs.com", "*.push.apple.com", "attacker.net/.push.apple.com", "é.push.apple.com")  # fmt: skip

schemes = st.sampled_from(
    ["https://", "http://", "HTTPS://", "https:/", "https:", "//", "ftp://", "file://", "wss://", "https:\\\\",
     "data:,", "javascript://", " https://", "https://https://"]
)  # fmt: skip
userinfos = st.sampled_from(["", "", "", "user@", "user:word@", "fcm.googleapis.com@", "%40@", "@",
                             "fcm.googleapis.com#@", "fcm.googleapis.com\\@", "fcm.googleapis.com:443@"])  # fmt: skip
labels = st.text(st.sampled_from("abcxyz019-_.~%é。"), min_size=1, max_size=12)
hosts = st.one_of(
    st.sampled_from([*GOOD, *INSIDE, *ODD]),
    st.builds(lambda label, good: f"{label}.{good}", labels, st.sampled_from(GOOD)),
    st.builds(lambda good, label: f"{good}.{label}", st.sampled_from(GOOD), labels),
    st.builds(lambda label: f"{label}.push.apple.com", labels),
    st.ip_addresses().map(str),
    st.text(max_size=20),
)
ports = st.sampled_from(
    ["", "", "", ":443", ":80", ":22", ":0443", ":+443", ":", ":8555", ":443:443", ":٤٤٣", ":99999"]
)
paths = st.one_of(
    st.sampled_from(["/wpush/v2/abc", "/", "", "/../x", "/x#fragment", "/x?y=@attacker.net", "/\\attacker.net",
                     "/%0d%0aHost:", "//attacker.net/x", "/x y", "/x\r\nHost: attacker.net"]),
    st.text(max_size=30).map("/".__add__),
)  # fmt: skip
endpoints = st.one_of(st.builds("{}{}{}{}{}".format, schemes, userinfos, hosts, ports, paths), st.text())


def is_allowed(host: str | None, scheme: str, port: int | None) -> bool:
    """The rule, said another way than the code says it."""
    if (scheme, host, port) == ("http", "127.0.0.1", 8555):
        return True
    families = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
    names = ("fcm.googleapis.com", "jmt17.google.com", "push.example.org")
    known = host is not None and host.isascii() and (host in names or host.endswith(families))
    return known and scheme == "https" and port in (None, 443)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("https://fcm.googleapis.com\\@127.0.0.1/x")
@example("https://fcm.googleapis.com:443@127.0.0.1/x")
@example("https://a.push.apple.com:443/x")
@given(endpoints)
def test_whatever_is_believed_leads_where_it_may_by_every_reading(endpoint: str) -> None:
    try:
        place = target(endpoint, RULES)
    except Invalid:
        return
    standard, library = urlsplit(endpoint), parse_url(endpoint)
    sent = parse_url(str(Session().prepare_request(Request("POST", endpoint)).url))
    for scheme, host, port in (
        (standard.scheme, standard.hostname, standard.port),
        (library.scheme, library.host, library.port),
        (sent.scheme, sent.host, sent.port),
    ):
        assert is_allowed(host, scheme or "", port), endpoint
        assert host == place.host
    assert (standard.username, standard.password, standard.fragment, library.auth) == (None, None, "", None)
    assert len(endpoint) <= 1024


@settings(max_examples=300, deadline=None)
@given(endpoints)
def test_nothing_but_what_is_allowed_is_ever_looked_up(endpoint: str) -> None:
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["142.250.0.1"]

    try:
        resolve(endpoint, RULES, lookup)
    except Invalid:
        assert asked == []
    assert all(is_allowed(host, "https", 443) for host in asked)


addresses = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from(["127.0.0.1", "::1", "10.1.2.3", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a00:1",
                     "100.64.0.1", "2002:7f00:1::", "fe80::1", "0.0.0.0", "224.0.0.1", "255.255.255.255"]),
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.lists(addresses, max_size=4), min_size=1, max_size=3))
def test_a_name_whose_answers_change_never_leads_inside(answers: list[list[str]]) -> None:
    """Each connection looks a name up once, and goes to one of the addresses that were checked."""
    waiting = iter(answers)
    for given_now in answers:
        try:
            address = resolve("https://fcm.googleapis.com/x", RULES, lambda host, port: next(waiting))
        except RefusedAddress:
            assert not given_now or not all(is_public(one) for one in given_now)
            continue
        assert address in given_now
        assert ip_address(address).is_global


@pytest.mark.parametrize("answers", [["127.0.0.1", "142.250.0.1"], ["142.250.0.1", "::1"], ["142.250.0.1", "10.0.0.1"]])
def test_one_address_inside_is_enough_to_refuse_a_name(answers: list[str]) -> None:
    with pytest.raises(RefusedAddress):
        resolve("https://fcm.googleapis.com/x", RULES, lambda host, port: answers)


def test_only_the_settings_open_loopback() -> None:
    with pytest.raises(Invalid):
        target("http://127.0.0.1:8555/x", HostRules.from_settings())
    assert target("http://127.0.0.1:8555/x", RULES).loopback
