"""The checks of pages see what is wrong."""

import pytest

from tests.browser.checks import Console, problems
from tests.tools.chromium import Chromium

GOOD = """<!doctype html><html lang="fr"><title>Page</title><main><h1>Titre</h1>%s</main></html>"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<button style="width: 60px; height: 30px">Oui</button>', "too small: <button"),
        (
            '<button style="display: block; width: 60px; height: 60px; margin-top: -30px">Oui</button>' * 2,
            "too small: <button",
        ),
        ('<a href="#" style="font-size: 10px">ici</a>', "too small: <a"),
        ('<p style="width: 2000px">Long</p>', "too wide: <p"),
        ('<p style="color: #999">Pâle</p>', "color-contrast"),
        ("<input style='height: 60px'>", "label"),
        ('<dialog open style="width: 1500px; margin-left: -100px">Large</dialog>', "too wide: <dialog"),
    ],
)
def test_a_fault_is_seen(body: str, said: str, chromium: Chromium) -> None:
    with chromium.context() as context:
        page = context.new_page()
        page.set_content(GOOD % body)
        assert [problem for problem in problems(page) if said in problem]


def test_a_good_page_has_no_fault(chromium: Chromium) -> None:
    with chromium.context() as context:
        page = context.new_page()
        console = Console(page)
        page.set_content(GOOD % '<button style="width: 60px; height: 44px">Oui</button>')
        assert problems(page) + console.errors == []
