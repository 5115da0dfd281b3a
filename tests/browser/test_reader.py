# ruff: noqa: E501 (a line is a line as it is read)
"""The board as a screen reader reads it on a phone: names, roles and states, in order; what opens; what is said."""

from textwrap import dedent

from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from pwa.models.tables import Candidate
from tests.browser import states
from tests.browser.visitors import Visitors
from tests.scene import Scene
from tests.tools import reader

TOP = """
    lien « Aller au contenu »
    lien « Aller à « À voir » »
    principal
      lien « Autre session »
      Salle B204
      titre « Session 1 », niveau 1
      ‹heure›
      bouton « Fiabilité des alertes : ‹nombre› sur 10 entendus », réduit
      bouton « Menu de la session », réduit
      groupe « Filtrer les candidats »
        bouton « 24 inscrits », enfoncé
        bouton « 9 à voir »
        bouton « 9 attendus »
        bouton « 1 présent »
        bouton « 10 en cours »
        bouton « 4 terminés »
      recherche « Rechercher un candidat »
      Trier par
      liste déroulante « Trier par », nom, réduit
      bouton « Sélectionner », réduit
      région « Fiabilité des alertes »
        La surveillance automatique ne répond plus : aucun téléphone ne sonnera. Gardez cette page ouverte et surveillez la salle.
        Aucun téléphone prêt
        lien « Prenez votre poste »
      région « À voir 9 »
        titre « À voir 9 », niveau 2
        liste
          bouton « DÉSARÇONNÉE Mïchèle demande à reprendre poste 07 depuis ‹heure› », réduit
          bouton « Autoriser Mïchèle DÉSARÇONNÉE à reprendre »
          bouton « BÂ Aïssatou demande à entrer poste 02 depuis ‹heure› », réduit
          bouton « Confirmer : Aïssatou BÂ peut entrer »
          bouton « DIALLO Mamadou temps écoulé poste 08 depuis ‹heure› », réduit
          bouton « J'y vais »
        bouton « + 6 autres », réduit
      titre « Candidats », niveau 2
      liste « Candidats »
        bouton « ABADIE Léa poste 01 connecté fin à ‹heure› », réduit
        bouton « BÂ Aïssatou poste 02 demande à entrer », réduit
        bouton « Confirmer la présence de Aïssatou BÂ »
        bouton « BERTRAND Jean-Michel poste 03 présent, jusqu'à ‹heure› », réduit
        bouton « CHEVALIER-LEFÈVRE Maëlys +33 % poste 04 signal perdu depuis ‹heure› fin à ‹heure› », réduit
        bouton « D'AUBIGNÉ Théodore poste 05 fenêtre fermée depuis ‹heure› fin à ‹heure› », réduit
        bouton « DE LA TOUR DU PIN Éléonore poste 06 onglet masqué depuis ‹heure› fin à ‹heure› », réduit
        bouton « DÉSARÇONNÉE Mïchèle poste 07 demande à reprendre », réduit
        bouton « Autoriser la reprise de Mïchèle DÉSARÇONNÉE »
        bouton « DIALLO Mamadou poste 08 temps écoulé », réduit
        bouton « Terminer le test de Mamadou DIALLO »
        bouton « DUPONT Lucas 14/03/2009 poste 09 attendu », réduit
        bouton « Confirmer la présence de Lucas DUPONT, poste 09 »
        bouton « DUPONT Lucas 02/06/2010 poste 10 attendu », réduit
        bouton « Confirmer la présence de Lucas DUPONT, poste 10 »
"""
BOTTOM = """
      navigation « Vues de la salle »
        lien « Candidats »
        lien « Plan »
        lien « Appel »
        lien « Aide »
"""
SHEET = """
    principal
      dialogue « Mïchèle DÉSARÇONNÉE »
        bouton « Agrandir la fiche », réduit
        titre « DÉSARÇONNÉE Mïchèle », niveau 2
        né(e) le 09/02/2009 poste 07
        bouton « Fermer la fiche »
        demande à reprendre
"""
DIALOG = """
    dialogue « Terminer le test de Mamadou DIALLO ? », modal
      titre « Terminer le test de Mamadou DIALLO ? », niveau 2
      Le test s'arrête tout de suite. Les réponses déjà validées sont gardées. Vous pouvez vous raviser pendant deux minutes ; ensuite, c'est définitif.
      bouton « Terminer le test »
      bouton « Annuler »
"""
SEATS = """
      région « Plan de la salle »
        Tableau
        grille « Postes, vus du fond de la salle »
          ligne
            bouton « Poste 01, Léa ABADIE, connecté », réduit
            bouton « Poste 02, Aïssatou BÂ, demande à entrer », réduit
"""
CALLED = """
        liste
          titre « BÂ Aïssatou », niveau 2
          poste 02
          né(e) le 21/08/2009
          Demande à entrer
          bouton « Fiche de Aïssatou BÂ », réduit
          bouton « Absent : Aïssatou BÂ »
          bouton « Présent : Aïssatou BÂ »
        bouton « Précédent », indisponible
        bouton « Annuler », indisponible
        bouton « Passer »
"""
UNTIMED = """() => [...document.querySelectorAll("button, summary, a")].flatMap((control) =>
    [...control.querySelectorAll("[data-since], [data-until], [data-age]")]
        .filter((time) => !time.closest("[aria-hidden=true]")).map(() => control.outerHTML.slice(0, 200)))"""
SAID = """() => {
    window.said = [];
    for (const id of ["announce", "alarm"]) {
        const region = document.getElementById(id);
        new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, { childList: true });
    }
}"""
LIVE = "[aria-live], [role=status], [role=alert], [role=log], [role=timer], output, marquee"


def board(page: Page, stage: Scene, place: str = "") -> None:
    """The board on a screen where the page has told how fresh it is."""
    page.goto("about:blank")
    page.goto(f"/sessions/{stage.session.number}/surveiller{place}")
    page.locator("[data-heard] time").first.wait_for(state="attached")


def lines(told: str) -> list[str]:
    return dedent(told).strip("\n").splitlines()


def inside(told: str) -> list[str]:
    """What is within something else on the page, without how deep."""
    return [line.strip() for line in lines(told)]


def follows(page: Page, told: str) -> bool:
    """Whether these lines are read one after another."""
    heard = [line.strip() for line in reader.read(page)]
    wanted = inside(told)
    return any(heard[at : at + len(wanted)] == wanted for at in range(len(heard)))


def open_sheet(page: Page, stage: Scene, candidate: Candidate) -> None:
    board(page, stage, f"#candidate-{candidate.id}")
    expect(page.locator(f"#sheet-{candidate.id}")).to_be_visible()


def test_the_board_is_read_from_top_to_bottom(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        heard = reader.read(page)
        assert heard[: len(lines(TOP))] == lines(TOP)
        assert [line.strip() for line in heard[-5:]] == inside(BOTTOM)


def test_a_sheet_is_all_there_is_on_a_phone(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        open_sheet(page, arranged, arranged.find(states.ASKS_TO_RESUME))
        heard = reader.read(page)
        assert heard[: len(lines(SHEET))] == lines(SHEET)
        assert heard[-1].strip() == "bouton « Autoriser la reprise de Mïchèle DÉSARÇONNÉE »"
        assert not any("Candidats" in line for line in heard)


def test_a_dialog_is_all_there_is(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.get_by_role("button", name="Terminer le test de").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert reader.read(page) == lines(DIALOG)


def test_what_is_told_while_a_dialog_is_open_is_heard_and_closed_by_keys(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.get_by_role("button", name="Terminer le test de").first.click()
        page.evaluate("import('/static/js/words.js').then(({ toast }) => toast('Refusé : réessayez.', 'error'))")
        expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("Refusé : réessayez.")
        close = page.get_by_role("button", name="Fermer le message")
        close.focus()
        expect(close).to_be_focused()
        assert "bouton « Fermer le message »" in [line.strip() for line in reader.read(page)]
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert page.evaluate("document.getElementById('alarm').parentElement === document.body")


def test_the_plan_is_a_grid_of_seats(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged, "#plan")
        expect(page.get_by_role("grid")).to_be_visible()
        assert follows(page, SEATS)


def test_the_roll_calls_one_name(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged, "#roll")
        expect(page.get_by_role("heading", name="BÂ Aïssatou")).to_be_focused()
        assert follows(page, CALLED)


def test_no_button_changes_its_name_by_the_second(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        for place in ("", "#plan", f"#candidate-{arranged.find(states.CLOSED).id}"):
            board(page, arranged, place)
            assert page.evaluate(UNTIMED) == []


def test_two_regions_speak_and_no_list_does(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        live = page.evaluate("(selector) => [...document.querySelectorAll(selector)].map(({ id }) => id)", LIVE)
        assert live == ["announce", "alarm"]
        assert not page.locator("#announce :is(button, a), #alarm :is(button, a)").count()


def test_who_calls_is_said_at_once_and_what_is_to_be_known_in_turn(visitors: Visitors, arranged: Scene) -> None:
    """As the next changes would bring them: one that calls, one that does not, one that was told already."""
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.evaluate(
            """() => {
                const card = (calls, text) => `<li${calls ? " data-calls" : ""} data-announce="${text}"></li>`;
                const list = document.querySelector("#attention ul");
                list.insertAdjacentHTML("beforeend", card(true, "Zoé, poste 9 : signal perdu") + card(false, "Ali : fin proche"));
                document.dispatchEvent(new CustomEvent("changed"));
            }"""
        )
        expect(page.locator("#alarm")).to_have_text("Zoé, poste 9 : signal perdu")
        expect(page.locator("#announce")).to_have_text("Ali : fin proche")


def test_every_alert_that_needs_a_person_now_calls(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.locator("#attention-more summary").click()
        calling = page.locator("[data-calls]").evaluate_all("(cards) => cards.map((card) => card.dataset.announce)")
        quiet = page.locator(".alert:not([data-calls])").evaluate_all(
            "(cards) => cards.map((card) => card.dataset.announce)"
        )
        for words in ("signal perdu", "fenêtre fermée", "demande à reprendre", "demande à entrer", "temps écoulé"):
            assert any(words in sentence for sentence in calling), words
        for words in ("onglet masqué", "confirmation expirée", "fin dans moins de"):
            assert any(words in sentence for sentence in quiet), words


def test_a_search_says_how_many_it_found(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        search = page.get_by_label("Rechercher un candidat")
        for typed, said in (
            ("dupont", "2 candidats affichés"),
            ("lea", "1 candidat affiché"),
            ("xx", "Aucun candidat ne correspond."),
        ):
            search.fill(typed)
            expect(page.locator("#announce")).to_have_text(said)


def test_a_colleague_who_goes_is_told_in_turn_and_calls_again_who_no_longer_does(
    visitors: Visitors, arranged: Scene
) -> None:
    candidate = arranged.find(states.TIME_OVER)
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.evaluate(SAID)
        states.claim(arranged, candidate, arranged.karim, utcnow())
        expect(page.locator("#announce")).to_contain_text("DIALLO, poste 08 : temps écoulé, Karim Haddad s'en occupe")
        states.give_back(arranged, candidate, arranged.karim, utcnow())
        expect(page.locator("#alarm")).to_contain_text("DIALLO, poste 08 : temps écoulé")
        heard = [words for words in page.evaluate("said") if "DIALLO" in words]
        assert len(heard) == 2


def test_what_one_does_oneself_is_told_once_with_what_came_of_it(visitors: Visitors, arranged: Scene) -> None:
    """« Confirmer », then « Annuler »: a sentence each, and none of the cards that moved says more."""
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.evaluate(SAID)
        page.get_by_role("button", name="Confirmer la présence de Chloé MARTIN").click()
        expect(page.locator("#announce")).to_have_text("Présence confirmée : Chloé MARTIN.")
        page.locator("#toasts").get_by_role("button", name="Annuler").click()
        expect(page.locator("#announce")).to_contain_text("Confirmation annulée")
        assert len(page.evaluate("said")) == 2


def test_i_am_on_it_is_told_to_who_says_it(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.locator("#attention .goes:visible").first.click()
        expect(page.locator("#announce")).to_contain_text(", Vous y allez")


def test_a_refusal_is_said_at_once_and_a_new_version_in_turn(visitors: Visitors, arranged: Scene) -> None:
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.route("**/confirmer", lambda route: route.fulfill(status=409, json={"detail": "Ce candidat est absent."}))
        page.get_by_role("button", name="Confirmer la présence de Chloé MARTIN").click()
        expect(page.locator("#alarm")).to_have_text("Ce candidat est absent.")
        page.evaluate(
            """() => import("/static/js/renewal.js").then(({ offer }) => offer({ waiting: { postMessage() {} } }))"""
        )
        page.get_by_role("button", name="Fermer le message").click()
        expect(page.locator("#announce")).to_have_text("Une nouvelle version est prête.")
        assert "région « Nouvelle version »" in [line.strip() for line in reader.read(page)]


def test_a_page_that_is_no_longer_heard_of_says_so_once(visitors: Visitors, arranged: Scene) -> None:
    """The last one: the clock it takes is that of every page of its window."""
    with visitors.page("invigilator") as page:
        board(page, arranged)
        page.evaluate(
            """() => {
                window.said = [];
                const region = document.getElementById("announce");
                new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, { childList: true });
            }"""
        )
        page.context.set_offline(True)
        expect(page.locator("#announce")).to_contain_text("Plus de nouvelles du serveur")
        page.clock.install()
        page.clock.run_for(5000)
        page.context.set_offline(False)
        expect(page.locator("#announce")).to_have_text("De nouveau à jour.")
        assert len(page.evaluate("said")) == 2
