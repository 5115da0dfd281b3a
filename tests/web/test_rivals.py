"""A second window or a second account, on the pages: who asks is told, the invigilator chooses."""

from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate
from pwa.operations.reconciliation import OTHER_ACCOUNT
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn

LEA = {"Nom de naissance": "ABADIE", "Prénom": "Léa", "Date de naissance": "18/05/2009"}
TOLD = f"{OTHER_ACCOUNT} Votre surveillant a été prévenu."


def join(client: Client, room: Room, status: int = 422) -> str:
    values = {"Numéro de session": str(room.session.number), **LEA}
    page = client.send(client.see("/rejoindre"), "Rejoindre la session", values, status)
    return "told" if page.has(TOLD) else "refused" if page.has(OTHER_ACCOUNT) else page.url


def test_another_account_is_refused_and_its_claim_told(
    sign_in: SignIn, room: Room, candidate: Candidate, stranger: Account, clock: Clock
) -> None:
    rival, claire = sign_in(stranger), sign_in(room.invigilator)
    assert join(rival, room) == "told"
    board = claire.see(f"/sessions/{room.session.number}/surveiller")
    assert board.has("un autre compte demande cette place")
    assert board.has("Compte qui demande : Aline Inconnue.")
    claire.tap(board, "Garder le compte actuel de Léa ABADIE")
    assert join(rival, room) == "refused"
    clock.advance(minutes=6)
    assert join(rival, room) == "told"


def test_the_place_is_given_to_the_other_account(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, stranger: Account, clock: Clock
) -> None:
    rival, claire, lea = sign_in(stranger), sign_in(room.invigilator), sign_in(player)
    room.start(candidate, clock.now)
    join(rival, room)
    board = claire.see(f"/sessions/{room.session.number}/surveiller")
    said = claire.tap(board, "Donner la place à l'autre compte, pour Léa ABADIE")
    assert said["message"] == "Place donnée à l'autre compte : Léa ABADIE."
    assert join(rival, room, 200) == "/test/attente"
    for path in ("/test", "/test/ailleurs", "/test/attente"):
        assert lea.see(path, 404).has("Aucun test sur ce compte")


def test_a_window_kept_out_is_told_and_asks_only_when_the_person_does(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    lea, claire = sign_in(player), sign_in(room.invigilator)
    room.confirm(candidate, clock.now)
    room.enter(candidate, clock.now)
    room.hello(candidate, clock.now, machine="one")
    poll = lea.see("/test/attente").by_id("waiting").get("data-poll", "") + "&machine=two"
    assert lea.read(poll) == {"go": None}
    board = claire.see(f"/sessions/{room.session.number}/surveiller")
    assert board.has("Donner le test au nouvel ordinateur")
    claire.tap(board, "Garder l'ordinateur actuel : Garder la fenêtre actuelle de Léa ABADIE")
    assert lea.read(poll) == {"go": "/test/ailleurs"}
    page = lea.see("/test/ailleurs")
    assert page.has("Votre test continue là où il était ouvert. Vous pouvez fermer cette page.")
    assert page.has("Demander à nouveau")
    assert lea.read("/api/v1/elsewhere") == {"go": None}
    assert candidate.request is None
    lea.see("/test/attente")
    room.db.rollback()
    assert candidate.request == "resume"


def test_a_return_nobody_asked_for_is_not_for_a_window_kept_out(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock, db: Session
) -> None:
    lea = sign_in(player)
    room.start(candidate, clock.now)
    room.wait(candidate, clock.now, machine="two")
    room.keep(candidate, clock.now)
    clock.advance(60)
    room.resume(candidate, clock.now)
    assert lea.read("/api/v1/elsewhere") == {"go": None}
    assert lea.read("/api/v1/waiting?page=page-1") == {"go": "/test/ailleurs"}
    assert lea.see("/test/ailleurs").has("Demander à nouveau")
    assert lea.see("/test/attente").url == "/test/code"
    room.end(candidate, clock.now)
    assert lea.read("/api/v1/elsewhere") == {"go": "/test/fin"}
    assert lea.see("/test/ailleurs").url == "/test/fin"


def test_a_window_that_was_replaced_says_so(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    page = sign_in(player).see("/test/ailleurs")
    assert page.has("Votre test continue sur un autre poste ou dans une autre fenêtre.")
    assert page.has("Demander à reprendre ici")


def test_a_machine_that_cannot_be_one_is_not_kept(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    lea = sign_in(player)
    for machine in ("x" * 65, "%00", ""):
        lea.read(f"/api/v1/waiting?machine={machine}")
    assert candidate.request_machine is None


def test_who_has_no_test_yet_is_sent_to_wait(sign_in: SignIn, player: Account, candidate: Candidate) -> None:
    lea = sign_in(player)
    assert lea.see("/test/ailleurs").url == "/test/attente"
    assert lea.read("/api/v1/elsewhere") == {"go": "/test/attente"}
