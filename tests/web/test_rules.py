"""The rules that every page is checked against find what they are there to find."""

import pytest
from html5lib.html5parser import ParseError

from tests.web.page import Page
from tests.web.rules import faults

TOKEN = '<input type="hidden" name="csrf_token" value="x">'
PAGE = (
    '<!doctype html><html lang="fr"><head><title>Titre</title></head>'
    '<body><main id="main"><h1>Titre</h1>{}</main></body></html>'
)
GOOD = [
    '<a href="/aide">Aide</a><a href="#main">Ici</a><a href="">Encore</a>',
    f'<form method="post">{TOKEN}<label for="a">Nom</label><input id="a" name="a"><button>Aller</button></form>',
    '<label><input type="checkbox" name="b"> Oui</label><button aria-label="Fermer"></button>',
    '<section aria-labelledby="t"><h2 id="t">Là</h2></section><img src="/there.png" alt="">',
]
BAD = [
    ('<p style="color:red">x</p>', "inline style"),
    ("<style>p{}</style>", "inline style"),
    ("<script>x()</script>", "inline script"),
    ('<button onclick="x()">x</button>', "inline handler"),
    ('<a href="/nowhere">x</a>', "leads nowhere"),
    ('<a href="https://ailleurs.example/">x</a>', "leads nowhere"),
    ('<a href="javascript:x()">x</a>', "leads nowhere"),
    ('<script type="module" src="https://ailleurs.example/x.js"></script>', "leads nowhere"),
    ('<a href="#nowhere">x</a>', "refers to nowhere"),
    ('<input name="a">', "without a name"),
    ('<label for="a"></label><select id="a"><option>1</option></select>', "without a name"),
    ("<button></button>", "without a name"),
    ('<a href="/aide"><svg></svg></a>', "without a name"),
    ('<img src="/there.png">', "without alt"),
    ("<form><button>x</button></form>", "without a method"),
    ('<form method="post"><button>x</button></form>', "0 tokens"),
    ('<form method="post" action="/aide">' + TOKEN + "<button>x</button></form>", "leads nowhere"),
    ('<p id="a">x</p><p id="a">x</p>', "2 elements of id a"),
    ('<button popovertarget="a">x</button>', "refers to a"),
    ("<h1>x</h1>", "2 h1"),
]


def resolves(path: str, method: str) -> bool:
    return path in ("/", "/there.png") or (path, method) == ("/aide", "GET")


@pytest.mark.parametrize("body", GOOD)
def test_a_good_page_has_no_fault(body: str) -> None:
    assert faults(Page(PAGE.format(body)), lambda path, _: resolves(path, "GET")) == []


@pytest.mark.parametrize(("body", "said"), BAD)
def test_a_fault_is_found(body: str, said: str) -> None:
    found = faults(Page(PAGE.format(body)), resolves)
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAGE.replace(' lang="fr"', ""), "no language"),
        (PAGE.replace("<title>Titre</title>", "<title></title>"), "empty title"),
        (PAGE.replace("main", "div"), "0 main"),
    ],
)
def test_a_fault_of_the_whole_page_is_found(text: str, said: str) -> None:
    assert any(said in fault for fault in faults(Page(text.format("")), resolves))


@pytest.mark.parametrize("body", ["<p><div></p>", "<b><i></b></i>", "&unknown;", '<p id="a" id="b">x</p>'])
def test_what_is_not_html_is_not_parsed(body: str) -> None:
    with pytest.raises(ParseError):
        Page(PAGE.format(body))


def test_hidden_words_are_not_told() -> None:
    page = Page(PAGE.format('<p>a<span hidden>b</span><i aria-hidden="true">c</i><b>d</b></p><p>e</p>'))
    assert page.has("ad e")
    assert not page.has("b")
