"""What people write, without what is no writing: told with the letters of their names."""

import pytest

from pwa.domain.writing import one_line, several_lines


@pytest.mark.parametrize("name", ["Nguyễn Thị Minh", "ŻÓŁTOWSKI", "L'HÉVÉDER", "می\u200cخواهم", "👩\u200d🎓"])
def test_a_name_stays_as_it_is(name: str) -> None:
    assert one_line(name) == several_lines(name) == name


@pytest.mark.parametrize("nothing", ["", "  ", "\0", "\x1b", "\u200b", "\u2060\ufeff", "\r\n"])
def test_what_nobody_sees_is_nothing(nothing: str) -> None:
    assert one_line(nothing) == several_lines(nothing) == ""


def test_a_text_cannot_turn_what_follows_around() -> None:
    assert one_line("ROUX \u202eaniN\u202c") == "ROUX aniN"


def test_a_name_is_on_one_line() -> None:
    assert one_line(" DE  LA\r\nTOUR\tDU PIN ") == "DE LA TOUR DU PIN"


def test_a_new_line_is_one_character() -> None:
    assert several_lines(" un\r\ndeux\n") == "un\ndeux"
