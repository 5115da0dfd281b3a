"""A candidate without a mouse, from the way in to the end of their test."""

import re

from playwright.sync_api import expect

from pwa.adapters.questions import load
from pwa.clock import utcnow
from pwa.domain.questions import Kind, asked
from pwa.settings import ROOT
from tests.browser.keyboard import Keyboard
from tests.scene import PASSWORD, Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer

KINDS: list[Kind] = [question.kind for question in asked(load(ROOT / "pwa" / "questions.yaml"))]
SLOW = 30_000  # milliseconds: the machine may be busy


def test_a_candidate_joins_waits_answers_and_ends(chromium: Chromium, app_server: AppServer, stage: Scene) -> None:
    candidate = stage.find("MARTIN")
    with chromium.context((1366, 768), base_url=app_server.url, reduced_motion="reduce") as window:
        keys = Keyboard(window.new_page())
        sign_up(keys)
        join(keys, stage)
        stage.room.confirm(candidate, utcnow())
        enter(keys, stage)
        for number, kind in enumerate(KINDS, 1):
            answer(keys, number, kind)
        expect(keys.page.get_by_role("heading", level=1)).to_have_text("Test terminé", timeout=SLOW)
        keys.enter("Se déconnecter")
        keys.title_is("Calme tant que tout va bien.")


def sign_up(keys: Keyboard) -> None:
    keys.page.goto("/inscription")
    for label, text in (("Prénom", "Chloé"), ("Nom", "Martin"), ("Adresse e-mail", "chloe@exemple.fr")):
        keys.type_in(label, text)
    keys.type_in("Mot de passe", PASSWORD)
    keys.press("Enter")
    keys.title_is("Calme tant que tout va bien.")


def join(keys: Keyboard, stage: Scene) -> None:
    keys.enter("Rejoindre une session")
    keys.title_is("Rejoindre une session")
    born = stage.find("MARTIN").birth_date.strftime("%d/%m/%Y")
    for label, text in (("Numéro de session", str(stage.session.number)), ("Nom de naissance", "Martin")):
        keys.type_in(label, text)
    keys.type_in("Prénom", "Chloé")
    keys.type_in("Date de naissance", born)
    keys.press("Enter")
    keys.title_is("En attente du surveillant")


def enter(keys: Keyboard, stage: Scene) -> None:
    """The page unlocks by itself."""
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Prêt à commencer", timeout=SLOW)
    keys.type_in("Code d'accès", "AAAA22")
    keys.press("Enter")
    keys.is_at("À corriger")
    keys.enter("Code d'accès")  # the line of the summary, which leads to its field
    keys.press("Control+A")
    keys.write(stage.session.access_code)
    keys.press("Enter")


def answer(keys: Keyboard, number: int, kind: Kind) -> None:
    title = keys.page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(f"^Question {number} "), timeout=SLOW)
    expect(title).to_be_focused()
    to_the_field(keys)
    if kind == "text":
        keys.write("dans une feuille à part")
    else:
        keys.press("Space")
    keys.to("Valider ma réponse")
    keys.press("Enter")


def to_the_field(keys: Keyboard) -> None:
    """Past what else the question has: a file, what is shown in a frame."""
    for _ in range(9):
        keys.press("Tab")
        if keys.page.evaluate("document.activeElement.matches('#answer input')"):
            return
    raise AssertionError("no field")
