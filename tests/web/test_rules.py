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
    '<ul><li><a href=""><p>x</p></a></li><template><li>x</li></template></ul>',
    "<details><summary><h2>x</h2></summary></details>",
    "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl><dl><div><dt>a</dt><dt>b</dt><dd>c</dd></div></dl>",
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
    ("<span><div>x</div></span>", "<div> among the words of <span>"),
    ('<button><a href="">x</a></button>', "<a> within <button>"),
    ('<a href=""><span tabindex="0">x</span></a>', "<span> within <a>"),
    ('<a href=""><p><small>x</small></p></a><h2><a href=""><p>x</p></a></h2>', "<p> among the words of <h2>"),
    ("<details><summary>x<button>y</button></summary></details>", "<button> within <summary>"),
    ("<ul><div>x</div></ul>", "div in <ul>"),
    ("<div><li>x</li></div>", "<li> in <div>"),
    ("<dl><p>x</p></dl>", "p in <dl>"),
    ("<dl><dd>x</dd></dl>", "dd in <dl>"),
    ("<dl><div><dt>x</dt></div></dl>", "dt in <div>"),
    ("<dl><div><dt>x</dt><dd>y</dd><dt>z</dt><dd>y</dd></div></dl>", "two groups"),
    ("<details><p>x</p></details>", "no summary"),
    ("<fieldset><p>x</p><legend>y</legend></fieldset>", "not the first"),
    ("<label>Nom</label>", "a label of nothing"),
    ('<label>Nom <input name="a"><input name="b"></label>', "a label of several"),
    ('<label for="main">x</label>', "a label of what is no field"),
    ('<p id="a b">x</p>', "is no id"),
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
