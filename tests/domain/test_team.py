"""A centre's team is led by somebody; an invitation holds seven days and serves once."""

import pytest

from pwa.domain import team
from pwa.domain.errors import Illegal
from pwa.domain.team import ABOUT, ADMINISTRATORS_ONLY, INVITED_FOR, LABELS, LAST_ADMINISTRATOR, Role
from tests.domain.known import NOW


def test_each_role_says_what_it_does() -> None:
    assert {*LABELS} == {*ABOUT} == {*Role}


def test_only_administrators_look_after_the_team() -> None:
    team.check_administrator("administrator")
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == ADMINISTRATORS_ONLY):
        team.check_administrator("member")


@pytest.mark.parametrize("others", [[], ["member"], ["member", "member"]])
def test_the_last_administrator_stays(others: list[str]) -> None:
    team.check_still_led(["member", "administrator"])
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == LAST_ADMINISTRATOR):
        team.check_still_led(others)


def test_an_invitation_holds_seven_days_and_serves_once() -> None:
    end = NOW + INVITED_FOR
    assert INVITED_FOR.days == 7
    assert team.is_open(None, end, NOW)
    assert not team.is_open(None, end, end)
    assert not team.is_open(NOW, end, NOW)
