"""The journal on the sheet, and the page of the whole of it."""

import pytest

from pwa.models.tables import Account, Candidate
from pwa.operations import changes, journal
from tests.acting import act
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import told


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def test_the_sheet_tells_what_was_done(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.confirm(candidate, clock.now)
    page = client.see(f"/sessions/{room.session.number}/surveiller")
    assert told(page.by_id(f"journal-{candidate.id}")).replace("\u00a0", " ") == (
        "Journal 2 lignes 08:30:00 Présence confirmée Claire Moreau 08:30:00 A rejoint la session le candidat"
    )


def test_a_long_journal_leads_to_the_whole_of_it(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    actor = changes.by_account(room.invigilator.id)
    for _ in range(24):
        act(room.db, lambda db: journal.append(db, room.session.id, actor, "marked_absent", clock.now, candidate.id))
    page = client.see(f"/sessions/{room.session.number}/surveiller")
    sheet = page.by_id(f"journal-{candidate.id}")
    assert len(list(sheet.iter("li"))) == 20
    link = next(iter(sheet.iter("a")))
    assert told(link).replace("\u00a0", " ") == "+ 5 autres"
    whole = client.see(link.get("href") or "")
    assert whole.heading == "Journal"
    assert told(whole.root).count("Marqué absent") == 24


def test_nobody_yet_has_an_empty_page_that_says_so(client: Client, room: Room) -> None:
    other = room.board(room.session.starts_at).candidates[-1]
    page = client.see(f"/sessions/{room.session.number}/surveiller/candidats/{other.id}/journal")
    assert page.has("Rien n'a encore été fait pour ce candidat.")
