"""Every page of every person, at three sizes and in both schemes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import get_args

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from pwa.adapters.languages import LANGUAGES
from pwa.adapters.questions import load
from pwa.clock import utcnow
from pwa.domain.attempts import State
from pwa.domain.centre_messages import Audience
from pwa.domain.final_reports import Code
from pwa.domain.names import full_name
from pwa.domain.questions import Kind, asked
from pwa.domain.team import Role
from pwa.models.base import begin_writing
from pwa.models.tables import Candidate, PushHost
from pwa.operations import accounts, centre_messages, final_reports, periods, sessions, team
from pwa.operations.centre_messages import Letter
from pwa.operations.periods import Written
from pwa.operations.sessions import Plan
from pwa.settings import ROOT
from pwa.web.help_table import PAGES as HELP
from tests.acting import act
from tests.browser import states
from tests.browser.checks import SIZES, Console, problems
from tests.browser.visitors import (
    Act,
    Visitors,
    choose,
    duty_is,
    nothing,
    open_way,
    phone_is,
    press,
    said,
    search,
    show,
    steps_on,
    told_columns,
    type_in,
    upload,
)
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.subscription import Subscription

BOARD = "/sessions/{number}/surveiller"
COLOURED: dict[str, tuple[str, ...]] = {"fr": tuple(SIZES), "en": ("phone",)}
"""Where contrasts are measured, by language: see `problems`."""
KINDS = [question.kind for question in asked(load(ROOT / "pwa" / "questions.yaml"))]


@pytest.fixture(scope="module")
def server() -> Iterator[AppServer]:
    """The web process alone: nothing happens that the scene did not arrange."""
    server = AppServer(settings={"DEVELOPMENT": "1"})
    try:
        server.prepare()
        server.start_web()
        yield server
        print(server.log)
    finally:
        server.stop()


@pytest.fixture(scope="module")
def stage(server: AppServer) -> Iterator[Scene]:
    with scene(server.database_url, utcnow() - timedelta(hours=2)) as stage:
        stage.ring(stage.claire, Subscription("https://updates.push.services.mozilla.com/wpush/v2/1"), utcnow())
        states.arrange(stage, utcnow())
        days = utcnow().date(), utcnow().date() + timedelta(days=20)
        act(stage.db, periods.add, stage.session.centre, Written("Novembre, terminales", *days))
        administer(stage)
        close_one(stage)
        write(stage)
        yield stage


@pytest.fixture(autouse=True)
def still_confirmed(stage: Scene) -> None:
    """All the visits take longer than a confirmation lasts."""
    candidate = stage.find(states.AUTHORISED)
    if stage.room.state(candidate, utcnow()) is not State.AUTHORISED:
        stage.room.confirm(candidate, utcnow())
    stage.db.rollback()  # no transaction is left open behind the visits


def administer(stage: Scene) -> None:
    """Hélène looks after the installation, one of whose push services does not answer."""
    act(stage.db, accounts.make_administrator, stage.staff.email)
    begin_writing(stage.db)
    for host, failures in (("updates.push.services.mozilla.com", 0), ("web.push.apple.com", 12)):
        stage.db.add(PushHost(host=host, tried_at=utcnow(), failures=failures, outcome="timeout"))
    stage.db.commit()


def close_one(stage: Scene) -> None:
    """The centre has a session that it finalised three days ago."""
    days_ago, staff = utcnow() - timedelta(days=3), stage.account(stage.staff)
    plan = Plan("Lycée Camille Guérin", "Salle C101", days_ago.replace(tzinfo=None), "Claire Moreau")
    made = act(stage.db, sessions.create, stage.session.centre, plan, staff, days_ago - timedelta(days=1))
    begin_writing(stage.db)
    made.started_at = made.finalised_at = days_ago
    stage.db.commit()


def write(stage: Scene) -> None:
    """The centre has written to the invigilators, and to one who waits, of whom it reports something too."""
    asks = stage.find(states.ASKS_TO_RESUME)
    staff, fraud = stage.account(stage.staff), (Code.FRAUD, "Vu avec un téléphone.\nDeux fois.")
    act(stage.db, final_reports.add, stage.session.id, asks.id, *fraud, staff, utcnow())
    stage.room.note(asks, utcnow(), "Arrivée en retard.")
    one = Letter(Audience.CANDIDATE, "Votre pièce d'identité est à l'accueil : venez la prendre à la fin.", asks.id)
    for letter in (one, Letter(Audience.INVIGILATORS, "Le réseau de l'étage est coupé jusqu'à 10 h.\nRestez calmes.")):
        act(stage.db, centre_messages.send, stage.session.id, stage.account(stage.staff), letter, utcnow())


@pytest.fixture(scope="module")
def visitors(chromium: Chromium, server: AppServer, stage: Scene) -> Iterator[Visitors]:
    with ExitStack() as closing:
        yield Visitors(chromium, server, stage, closing)


TOAST = "import('/static/js/words.js').then(({ toast }) => toast('Ce candidat a déjà commencé son test.', 'error'))"
UNDO = (
    "import('/static/js/words.js').then(({ toast }) => "
    "toast('Présence confirmée : Léa ABADIE.', 'info', { url: '/annuler', label: 'Annuler' }))"
)
STALE = "(({ documentElement: root }) => { root.dataset.stale = ''; root.toggleAttribute = () => {}; })(document)"
TROUBLES = """document.getElementById('vitals').insertAdjacentHTML('afterbegin',
    '<p class="trouble"><span>Nos envois sont refusés.</span></p>'
    + '<p class="trouble trouble-absence"><span>Notre service a repris.</span></p>')"""
UPDATE = "document.getElementById('update').hidden = false"
SESSION = "/centre/sessions/{number}"
SHOWING = "/seance-en-2-minutes"

VISITS: dict[str, tuple[str, str, Act]] = {
    "home of nobody": ("nobody", "/", nothing),
    "home of staff": ("staff", "/", lambda page: page.locator(".account").click()),
    "home of an invigilator": ("invigilator", "/", nothing),
    "update": ("nobody", "/", show(UPDATE)),
    "sign up": ("nobody", "/inscription", nothing),
    "sign up, wrong": ("nobody", "/inscription", type_in("Créer mon compte")),
    "sign in": ("nobody", "/connexion", nothing),
    "sign in, wrong": ("nobody", "/connexion", type_in("Se connecter", **{"Adresse e-mail": "a@exemple.fr"})),
    "help": ("nobody", "/aide", nothing),
    "showing": ("nobody", SHOWING, steps_on(0)),
    "showing, a touch": ("nobody", SHOWING, steps_on(2)),
    "showing, a sheet": ("nobody", SHOWING, steps_on(6)),
    "showing, the end": ("nobody", SHOWING, steps_on(25)),
    **{f"help, {one.slug}": ("nobody", f"/aide/{one.slug}", nothing) for one in HELP},
    "help, for a session": ("invigilator", "/aide/kit", nothing),
    "accessibility": ("nobody", "/accessibilite", nothing),
    "install": ("nobody", "/installer", nothing),
    "install, iPhone": ("nobody", "/installer", open_way("ios")),
    "install, Android": ("nobody", "/installer", open_way("android")),
    "install, Firefox": ("nobody", "/installer", open_way("android-firefox")),
    "parts": ("nobody", "/_parts", nothing),
    "parts, dialog": ("nobody", "/_parts", press("Ouvrir un dialogue")),
    "parts, sheet": ("nobody", "/_parts", press("Ouvrir une fiche")),
    "parts, menu": ("nobody", "/_parts", press("Ouvrir un menu")),
    "offline": ("nobody", "/hors-ligne", nothing),
    "offline, test": ("nobody", "/hors-ligne/test", nothing),
    "error": ("nobody", "/nulle-part", nothing),
    "centre": ("staff", "/centre", nothing),
    "centre, filtered": ("staff", "/centre?state=started&text=b204", nothing),
    "centre, nothing found": ("staff", "/centre?text=xx", nothing),
    "team": ("staff", "/centre/1/equipe", nothing),
    "team, a link": ("staff", "/centre/1/equipe", type_in("Créer un lien d'invitation")),
    "team, to be left": ("staff", "/centre/1/equipe", press("Quitter le centre")),
    "new session": ("staff", "/centre/sessions/nouvelle", nothing),
    "new session, wrong": ("staff", "/centre/sessions/nouvelle", type_in("Créer la session")),
    "import": ("staff", "/centre/importation", nothing),
    "import, wrong": ("staff", "/centre/importation", type_in("Vérifier le fichier")),
    "good preview": ("staff", "/centre/importation", upload("sessions-utf8-bom.csv")),
    "bad preview": ("staff", "/centre/importation", upload("sessions-with-errors.csv")),
    "a list, no session": ("staff", "/centre/importation", upload("candidates.xlsx")),
    "a list for a session": ("staff", "/centre/importation?session={number}", upload("candidates.ods")),
    "a school's export": ("staff", "/centre/importation", upload("school-export.csv")),
    "columns": ("staff", "/centre/importation?session={number}", told_columns),
    "candidates": ("staff", f"{SESSION}/candidats", nothing),
    "candidates, nobody": ("staff", f"{SESSION}/candidats", type_in("Rechercher", **{"Rechercher un candidat": "zz"})),
    "new candidate": ("staff", f"{SESSION}/candidats/nouveau", nothing),
    "new candidate, wrong": ("staff", f"{SESSION}/candidats/nouveau", type_in("Inscrire")),
    "candidate": ("staff", f"{SESSION}/candidats/1", nothing),
    "candidate, to be removed": ("staff", f"{SESSION}/candidats/1", press("Retirer")),
    "session": ("staff", SESSION, press("Copier le code d'accès")),
    "session, a new password": ("staff", SESSION, press("Renouveler le mot de passe")),
    "edit session": ("staff", f"{SESSION}/modifier", nothing),
    "edit session, wrong": ("staff", f"{SESSION}/modifier", type_in("Enregistrer", **{"Nom du site": ""})),
    "copy session": ("staff", f"{SESSION}/dupliquer", nothing),
    "copy session, wrong": ("staff", f"{SESSION}/dupliquer", type_in("Créer la session")),
    "session alerts": ("staff", f"{SESSION}/alertes", nothing),
    "session alerts, wrong": (
        "staff",
        f"{SESSION}/alertes",
        type_in("Enregistrer", **{"Toujours personne : le centre, après": "5"}),
    ),
    "rooms": ("staff", "/centre/salles", nothing),
    "new room": ("staff", "/centre/salles/nouvelle", nothing),
    "new room, wrong": ("staff", "/centre/salles/nouvelle", type_in("Enregistrer la salle", **{"Rangées": "30"})),
    "room": ("staff", "/centre/salles/1", nothing),
    "room, to be removed": ("staff", "/centre/salles/1", press("Supprimer")),
    "seating": ("staff", f"{SESSION}/places", nothing),
    "seating, somebody in hand": ("staff", f"{SESSION}/places", lambda page: page.locator("#seat-01").click()),
    "seating, a list": ("staff", f"{SESSION}/places", lambda page: page.locator("#seating-list summary").click()),
    "seating, another room": (
        "staff",
        f"{SESSION}/places",
        lambda page: page.get_by_text(said(page, "Changer de salle, ou la redessiner")).click(),
    ),
    "seating, to be emptied": ("staff", f"{SESSION}/places", press("Vider")),
    "documentation": ("staff", "/centre/documentation", nothing),
    "calendar": ("staff", "/centre/1/calendrier", nothing),
    "calendar, wrong": ("staff", "/centre/1/calendrier", type_in("Ajouter la période")),
    "period": ("staff", "/centre/1/calendrier/1", nothing),
    "period, to be removed": ("staff", "/centre/1/calendrier/1", press("Supprimer")),
    "finalise": ("staff", f"{SESSION}/finaliser", nothing),
    "finalise, wrong": ("staff", f"{SESSION}/finaliser", press("Finaliser la session")),
    "following": ("staff", "/centre/suivi", nothing),
    "messages": ("staff", f"{SESSION}/messages", nothing),
    "messages, wrong": ("staff", f"{SESSION}/messages", press("Envoyer le message")),
    "training": ("invigilator", "/entrainement", nothing),
    "final reports": ("staff", f"{SESSION}/signalements", nothing),
    "final reports, wrong": ("staff", f"{SESSION}/signalements", type_in("Ajouter le signalement")),
    "record": ("staff", f"{SESSION}/compte-rendu", nothing),
    "a candidate's record": ("staff", f"{SESSION}/compte-rendu/1", nothing),
    "a person's data": ("staff", f"{SESSION}/candidats/1/donnees", nothing),
    "register": ("staff", "/centre/1/donnees", nothing),
    "register, some erased at once": (
        "staff",
        "/centre/1/donnees",
        type_in("Enregistrer", **{"Jours de conservation": "1"}),
    ),
    "register, wrong": ("staff", "/centre/1/donnees", type_in("Enregistrer", **{"Jours de conservation": "0"})),
    "entry": ("invigilator", "/surveiller", nothing),
    "entry, wrong": ("invigilator", "/surveiller", type_in("Surveiller la session", **{"Numéro de la session": "1"})),
    "board": ("invigilator", BOARD, nothing),
    "board without a phone": ("colleague", BOARD, nothing),
    "board, others": ("invigilator", BOARD, lambda page: page.locator("#attention-more summary").click()),
    "board, found": ("invigilator", BOARD, search("jean michel")),
    "board, nobody found": ("invigilator", BOARD, search("xx")),
    "board, messages": ("invigilator", BOARD, lambda page: page.locator("#messages-more summary").first.click()),
    "board, plan": ("invigilator", f"{BOARD}#plan", nothing),
    "board, menu": ("invigilator", BOARD, press("Menu de la session")),
    "board, toast": ("invigilator", BOARD, show(TOAST)),
    "board, undo": ("invigilator", BOARD, show(UNDO)),
    "board, several": ("invigilator", BOARD, press("Sélectionner")),
    "minutes": ("invigilator", f"{BOARD}/temps", nothing),
    "minutes, chosen": ("invigilator", f"{BOARD}/temps", choose("Ceux que je choisis")),
    "minutes, wrong": ("invigilator", f"{BOARD}/temps", press("Ajouter le temps")),
    "preferences": ("invigilator", f"{BOARD}/mes-alertes", nothing),
    "preferences, an urgent kind off": ("invigilator", f"{BOARD}/mes-alertes", choose("signal perdu", ticked=False)),
    "preferences, seats": ("invigilator", f"{BOARD}/mes-alertes", choose("D'un poste à un autre")),
    "preferences, names": ("invigilator", f"{BOARD}/mes-alertes", choose("Les candidats que je choisis")),
    "deliveries": ("staff", "/administration/envois", nothing),
    "devices, one opened": ("invigilator", "/appareils", lambda page: page.locator("#devices summary").click()),
    "board, stale": ("invigilator", BOARD, show(STALE)),
    "board, troubles": ("invigilator", BOARD, show(TROUBLES)),
    "duty": ("invigilator", f"{BOARD}/poste", nothing),
    "duty, tap": ("invigilator", f"{BOARD}/poste", duty_is("tap", "ok")),
    "duty, refused": ("invigilator", f"{BOARD}/poste", duty_is("refused", "refused")),
    "duty, ready": ("colleague", f"{BOARD}/poste", duty_is("ready", "ok")),
    "duty, install": ("colleague", f"{BOARD}/poste", duty_is("install", "waiting")),
    "journal": ("invigilator", f"{BOARD}/candidats/1/journal", nothing),
    "devices": ("invigilator", "/appareils", nothing),
    "devices, on": ("invigilator", "/appareils", phone_is("on", "shown")),
    "devices, denied": ("invigilator", "/appareils", phone_is("denied", "failed")),
    "devices, install": ("colleague", "/appareils", phone_is("install", "accepted")),
    "devices, unsupported": ("colleague", "/appareils", phone_is("unsupported", "sent")),
    "devices, failed": ("colleague", "/appareils", phone_is("failed")),
    "join": (states.CONNECTED, "/rejoindre", nothing),
    "join, wrong": (states.CONNECTED, "/rejoindre", type_in("Rejoindre la session", **{"Numéro de session": "1"})),
    "no place": ("staff", "/test", nothing),
    "waiting to enter": ("MARTIN", "/test/attente", nothing),
    "waiting to resume": (states.ASKS_TO_RESUME, "/test/attente", lambda page: page.locator(".told").wait_for()),
    "code": (states.AUTHORISED, "/test/code", nothing),
    "code, wrong": (states.AUTHORISED, "/test/code", type_in("Commencer mon test", **{"Code d'accès": "AAAA22"})),
    "end, completed": (states.COMPLETED, "/test/fin", nothing),
    "end, ended": (states.ENDED, "/test/fin", nothing),
}


def name_of(candidate: Candidate) -> str:
    return full_name(candidate.first_name, candidate.last_name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visit", VISITS)
def test_a_page_is_in_order(visit: str, language: str, visitors: Visitors, stage: Scene) -> None:
    who, path, act = VISITS[visit]
    with visitors.page(who, language) as page:
        console = Console(page)
        page.goto(path.format(number=stage.session.number))
        act(page)
        assert page.locator("html").get_attribute("lang") == language
        assert problems(page, COLOURED[language]) + console.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["nobody", "colleague"])
def test_an_invitation_is_in_order(who: str, language: str, visitors: Visitors, stage: Scene) -> None:
    centre, staff = stage.session.centre, stage.account(stage.staff)
    token = act(stage.db, team.invite, centre, Role.MEMBER, staff, utcnow())
    with visitors.page(who, language) as page:
        console = Console(page)
        page.goto(f"/invitation/{token}")
        assert page.locator("html").get_attribute("lang") == language
        assert problems(page, COLOURED[language]) + console.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_are_in_order(language: str, visitors: Visitors, stage: Scene) -> None:
    with visitors.page("invigilator", language) as page:
        console = Console(page)
        for last_name in states.TELLING:
            candidate = stage.find(last_name)
            page.goto(f"{BOARD.format(number=stage.session.number)}#candidate-{candidate.id}")
            expect(page.get_by_role("dialog", name=name_of(candidate))).to_be_visible()
            assert problems(page, COLOURED[language]) == []
        assert console.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_life_of_an_alert_is_in_order(language: str, visitors: Visitors, stage: Scene) -> None:
    candidate = stage.find(states.CLOSED)
    with visitors.page("invigilator", language) as page:
        page.goto(f"{BOARD.format(number=stage.session.number)}#candidate-{candidate.id}")
        sheet = page.get_by_role("dialog", name=name_of(candidate))
        expect(sheet.get_by_role("button", name=said(page, "Je ne peux pas"))).to_be_visible()
        sheet.locator(".life summary").click()
        expect(sheet.locator(".life")).to_contain_text("Claire Moreau")
        assert problems(page, COLOURED[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("who", "last_name", "button"),
    [
        ("invigilator", states.CLOSED, "Je ne peux pas"),
        ("colleague", states.CLOSED, None),
        ("staff", states.TIME_OVER, "J'y vais"),
        ("colleague", states.ASKS_TO_RESUME, "J'y vais"),
    ],
)
def test_the_page_of_an_alert_is_in_order(
    who: str, last_name: str, button: str | None, language: str, visitors: Visitors, stage: Scene
) -> None:
    alert = stage.room.alert(stage.find(last_name))
    with visitors.page(who, language) as page:
        console = Console(page)
        page.goto(f"/alertes/{alert.id}")
        page.locator(".life summary").click()
        if button:
            expect(page.get_by_role("button", name=said(page, button))).to_be_in_viewport()
        assert problems(page, COLOURED[language]) + console.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_is_in_order(language: str, visitors: Visitors, stage: Scene) -> None:
    candidate = stage.find(states.TIME_OVER)
    with visitors.page("invigilator", language) as page:
        page.goto(BOARD.format(number=stage.session.number))
        name = said(page, "Terminer le test de %(name)s") % {"name": name_of(candidate)}
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("dialog").get_by_role("button", name=said(page, "Annuler", "dialog"))).to_be_focused()
        assert problems(page, COLOURED[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_of_time_is_in_order(language: str, visitors: Visitors, stage: Scene) -> None:
    candidate = stage.find(states.CONNECTED)
    with visitors.page("invigilator", language) as page:
        page.goto(f"{BOARD.format(number=stage.session.number)}#candidate-{candidate.id}")
        name = said(page, "Ajouter du temps à %(name)s") % {"name": name_of(candidate)}
        page.get_by_role("button", name=name).click()
        dialog = page.get_by_role("dialog", name=name)
        dialog.get_by_label(said(page, "Autre nombre de minutes")).fill("-5")
        expect(dialog.get_by_label(said(page, "Je confirme que je retire du temps"))).to_be_visible()
        assert problems(page, COLOURED[language]) == []


@pytest.mark.parametrize(("last_name", "kind"), [*zip(states.FREE, get_args(Kind), strict=True)])
def test_a_question_is_in_order(
    last_name: str, kind: Kind, visitors: Visitors, stage: Scene, server: AppServer
) -> None:
    candidate, number = stage.find(last_name), KINDS.index(kind) + 1
    with visitors.page(last_name) as page:
        stage.room.confirm(candidate, utcnow())
        stage.room.enter(candidate, utcnow()).question = number  # as if the others had been answered
        stage.db.commit()
        console = Console(page)
        for language, title in (
            ("fr", f"Question {number} sur {len(KINDS)}"),
            ("en", f"Question {number} of {len(KINDS)}"),
        ):
            page.context.add_cookies([{"name": "language", "value": language, "url": server.url}])
            page.goto("/test")
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
            assert problems(page, COLOURED[language]) + console.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_failure_is_in_order(language: str, visitors: Visitors, stage: Scene) -> None:
    with visitors.page("staff", language) as page, lost_table(stage, "membership"):
        answer = page.goto("/centre")
        assert answer
        assert answer.status == 500
        assert problems(page, COLOURED[language]) == []


@contextmanager
def lost_table(stage: Scene, name: str) -> Iterator[None]:
    """A database in which something is missing."""
    stage.db.execute(text(f"ALTER TABLE {name} RENAME TO lost"))
    stage.db.commit()
    yield
    stage.db.execute(text(f"ALTER TABLE lost RENAME TO {name}"))
    stage.db.commit()


# Things are found by the names that people read


BUTTON, LINK, FIELD = "button", "link", "field"
NAMES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("nobody", "/", LINK, ("Surveiller une session", "Rejoindre une session", "Espace centre", "Aide", "Se connecter")),
    ("nobody", "/inscription", FIELD, ("Prénom", "Nom", "Adresse e-mail", "Mot de passe")),
    ("nobody", "/inscription", BUTTON, ("Créer mon compte",)),
    ("nobody", "/connexion", FIELD, ("Adresse e-mail", "Mot de passe")),
    ("nobody", "/connexion", BUTTON, ("Se connecter",)),
    ("staff", "/", BUTTON, ("Se déconnecter",)),
    ("staff", "/centre", LINK, ("Créer une session", "Importer un fichier")),
    ("invigilator", "/surveiller", FIELD, ("Numéro de la session", "Mot de passe de la session")),
    ("invigilator", "/surveiller", BUTTON, ("Surveiller la session",)),
    ("invigilator", "/appareils", BUTTON, ("Recevoir les alertes sur ce téléphone",)),
    (states.CONNECTED, "/rejoindre", FIELD, ("Numéro de session", "Nom de naissance", "Prénom", "Date de naissance")),
    (states.CONNECTED, "/rejoindre", BUTTON, ("Rejoindre la session",)),
    (states.AUTHORISED, "/test/code", FIELD, ("Code d'accès",)),
    (states.AUTHORISED, "/test/code", BUTTON, ("Commencer mon test",)),
]


@pytest.mark.parametrize(("who", "path", "role", "names"), NAMES)
def test_a_page_names_its_things(who: str, path: str, role: str, names: tuple[str, ...], visitors: Visitors) -> None:
    with visitors.page(who) as page:
        page.goto(path)
        for name in names:
            expect(named(page, role, name)).to_be_visible()


def named(page: Page, role: str, name: str) -> Locator:
    """The only thing of that name; the phone's own button comes when the page knows the phone."""
    if role == FIELD:
        return page.get_by_label(name, exact=True)
    return page.get_by_role("button" if role == BUTTON else "link", name=name, exact=True)


def test_the_board_names_its_things(visitors: Visitors, stage: Scene) -> None:
    with visitors.page("invigilator") as page:
        page.goto(BOARD.format(number=stage.session.number))
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Session {stage.session.number}")
        rows = page.get_by_role("list", name="Candidats").get_by_role("listitem")
        expect(rows).to_have_count(24)
        expect(rows.get_by_role("button", name="DUPONT Lucas 02/06/2010 poste 10 attendu", exact=True)).to_be_visible()
        for begin, last_name in (
            ("Confirmer la présence de", "DUPONT"),
            ("Autoriser la reprise de", states.ASKS_TO_RESUME),
            ("Terminer le test de", states.TIME_OVER),
        ):
            name = f"{begin} {name_of(stage.find(last_name))}{', poste 09' if last_name == 'DUPONT' else ''}"
            expect(page.get_by_role("button", name=name, exact=True).first).to_be_visible()
        page.locator("#attention-more summary").click()
        expect(page.get_by_role("button", name="J'y vais", exact=True).first).to_be_visible()
        press("Menu de la session")(page)
        expect(page.get_by_role("button", name="Quitter", exact=True)).to_be_visible()


def test_a_sheet_and_its_dialog_name_their_things(visitors: Visitors, stage: Scene) -> None:
    present, running = name_of(stage.find(states.AUTHORISED)), name_of(stage.find(states.CONNECTED))
    with visitors.page("invigilator") as page:
        page.goto(f"{BOARD.format(number=stage.session.number)}#candidate-{stage.find(states.AUTHORISED).id}")
        expect(page.get_by_role("button", name=f"Annuler la confirmation de {present}", exact=True)).to_be_visible()
        press("Fermer la fiche")(page)
        page.get_by_role("list", name="Candidats").get_by_role("button", name=states.CONNECTED).click()
        press(f"Terminer le test de {running}")(page)
        dialog = page.get_by_role("dialog", name=f"Terminer le test de {running} ?")
        expect(dialog.get_by_role("button", name="Terminer le test", exact=True)).to_be_visible()
        dialog.get_by_role("button", name="Annuler", exact=True).click()
        expect(dialog).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("michele desarconnee", "DÉSARÇONNÉE"), ("jean michel", "BERTRAND"), ("hevede", "L'HÉVÉDER"), ("inci", "İNCİ")],
)
def test_the_search_finds(typed: str, found: str, visitors: Visitors, stage: Scene) -> None:
    with visitors.page("invigilator") as page:
        page.goto(BOARD.format(number=stage.session.number))
        search(typed)(page)
        rows = page.get_by_role("list", name="Candidats").get_by_role("listitem")
        expect(rows.filter(has_text=found)).to_be_visible()
        expect(rows.filter(has_text="MARTIN")).to_be_hidden()
