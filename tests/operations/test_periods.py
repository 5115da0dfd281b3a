"""The calendar: what of it is to come, for whom."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Invalid, Missing
from pwa.models.tables import Account, Centre, Membership
from pwa.operations import accesses, centres, periods, trainings
from pwa.operations.periods import SHOWN, Written
from tests.acting import act
from tests.room import NOW, Room

TODAY = NOW.date()


def write(db: Session, centre: Centre, name: str, first: int, last: int) -> int:
    """A period from so many days from today to so many."""
    written = Written(name, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    return act(db, periods.add, centre, written).id


def test_what_is_under_way_or_to_come_is_told_soonest_first(db: Session, centre: Centre) -> None:
    for name, first, last in (("Juin", 200, 210), ("Passée", -9, -1), ("Novembre", -3, 0), ("Mars", 100, 110)):
        write(db, centre, name, first, last)
    told = periods.to_come(db, [centre], NOW)
    assert [(line.name, line.is_on) for line in told] == [("Novembre", True), ("Mars", False), ("Juin", False)]


def test_a_home_page_has_room_for_a_few(db: Session, centre: Centre) -> None:
    for number in range(SHOWN + 2):
        write(db, centre, f"Semaine {number}", 7 * number, 7 * number + 4)
    assert len(periods.to_come(db, [centre], NOW)) == SHOWN


def test_days_are_those_of_the_centre(db: Session, centre: Centre) -> None:
    write(db, centre, "Hier", -1, -1)
    midnight_in_paris = NOW.replace(hour=23, minute=30) - timedelta(days=1)
    assert periods.to_come(db, [centre], midnight_in_paris) == []
    assert len(periods.to_come(db, [centre], midnight_in_paris - timedelta(hours=1))) == 1


def test_who_works_with_a_centre_knows_its_calendar(db: Session, room: Room, staff: Account, stranger: Account) -> None:
    centre = room.session.centre
    assert periods.known_to(db, staff) == [centre]
    assert periods.known_to(db, room.invigilator) == [centre]
    assert periods.known_to(db, stranger) == []
    act(db, accesses.leave, room.invigilator, room.session.number, NOW)
    assert periods.known_to(db, room.invigilator) == []


def test_a_training_leads_to_no_calendar(db: Session, stranger: Account) -> None:
    act(db, trainings.begin, stranger, "Entraînement", NOW)
    assert periods.known_to(db, stranger) == []


def test_days_that_make_no_period_are_not_kept(db: Session, centre: Centre) -> None:
    with pytest.raises(Invalid):
        write(db, centre, "À l'envers", 2, 1)
    assert periods.of_centre(db, centre) == []


def test_a_calendar_is_kept_by_administrators_each_their_own(
    db: Session, centre: Centre, staff: Account, colleague: Account
) -> None:
    other = act(db, centres.add, "Collège Jean Zay", colleague, NOW)
    db.add(Membership(centre_id=centre.id, account_id=colleague.id, role="member"))
    db.commit()
    period_id = write(db, centre, "Mars", 1, 2)
    assert periods.find(db, centre, period_id).name == "Mars"
    assert periods.keepers_of(db, colleague) == {other.id}
    with pytest.raises(Missing):
        periods.find(db, other, period_id)
