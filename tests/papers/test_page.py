"""What every paper is: A4, its letters with it, a title, a language, its pages numbered."""

from string import ascii_letters, digits

import pytest
from fontTools.ttLib import TTFont

from pwa.papers.attendance import attendance_sheet
from pwa.papers.incident import incident_report
from pwa.papers.kit import kit
from pwa.papers.page import FONTS
from pwa.papers.projected import projected_codes
from pwa.papers.slips import slips
from tests.papers.made import LINKS, Drawn, people, session
from tests.papers.reading import Read
from tests.room import NOW

VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA))
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
FRENCH = "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’…—–°·•\u00a0"

PAPERS: dict[str, Drawn] = {
    "attendance": lambda sitting, enrolled: attendance_sheet(sitting, enrolled, NOW),
    "kit": lambda sitting, enrolled: kit(sitting, enrolled, LINKS, NOW, password=True),
    "slips": lambda sitting, enrolled: slips(sitting, enrolled, "surveillant.exemple.fr/rejoindre", NOW),
    "incident": lambda sitting, _enrolled: incident_report(sitting, NOW),
    "codes": lambda sitting, _enrolled: projected_codes(sitting, "surveillant.exemple.fr/rejoindre", NOW),
}


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Drawn:
    return PAPERS[request.param]


def test_a_paper_is_a_document_of_a4_pages_with_its_title_and_language(paper: Drawn) -> None:
    read = Read(paper(session(), people(7)))
    assert read.sizes <= {(210, 297), (297, 210)}
    assert "Session 1042, Salle B204, mercredi 20 novembre 2030" in read.title
    assert read.language == "fr"
    assert read.pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert read.titles[0] == read.title.split(" · ")[0]


def test_its_letters_travel_with_it(paper: Drawn) -> None:
    assert Read(paper(session(), people(7))).embedded == {"NotoSans": True, "NotoSansBold": True}


def test_each_page_says_which_it_is_and_of_what(paper: Drawn) -> None:
    read = Read(paper(session(), people(60)))
    for number, text in enumerate(read.pages, start=1):
        assert f"Page {number} sur {len(read.pages)}" in text
        assert "Session 1042" in text


@pytest.mark.parametrize("count", [0, 1, 36, 150])
def test_nothing_is_lost_at_the_edges(paper: Drawn, count: int) -> None:
    long = session(
        room="Salle polyvalente du bâtiment Jean-Baptiste de La Quintinie, " * 3, invigilators="Ida B, " * 60
    )
    assert Read(paper(long, people(count))).written_outside() == []


def test_an_accent_typed_apart_is_one_letter(paper: Drawn) -> None:
    read = Read(paper(session(site="Lyce\u0301e"), people(1)))
    assert "Lyce\u0301e" not in read.text


@pytest.mark.parametrize("font", ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"])
def test_the_fonts_know_our_letters(font: str) -> None:
    with TTFont(FONTS / font) as opened:
        known = opened.getBestCmap()
    assert [
        letter for letter in VIETNAMESE + POLISH + FRENCH + ascii_letters + digits if ord(letter) not in known
    ] == []
