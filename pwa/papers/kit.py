"""The invigilator kit: what opens the session, how the day goes, whom to call, who is expected."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pwa.domain import contacts
from pwa.domain.codes import PASSWORD_PREFIX
from pwa.models.tables import Candidate, CertificationSession
from pwa.papers import sitting
from pwa.papers.page import SOFT, Paper
from pwa.papers.words import tell as _
from pwa.papers.words import tell_count as ngettext

CODE = 40
"""Width of a code that a telephone reads at arm's length, in millimetres."""
WIDTHS = (45, 45, 25, 17, 17, 31)


def kit(
    session: CertificationSession,
    candidates: Sequence[Candidate],
    links: sitting.Links,
    now: datetime,
    *,
    password: bool,
) -> bytes:
    """Return a session's kit; with its `password` for the centre, without for an invigilator, who has used it."""
    paper = Paper(_("Kit surveillant"), sitting.about(session), now)
    paper.heading()
    _values(paper, session, password=password)
    _codes(paper, links)
    paper.facts([*sitting.where_and_when(session), *_more(session, candidates)])
    _day(paper)
    _expected(paper, candidates)
    return paper.done()


def _values(paper: Paper, session: CertificationSession, *, password: bool) -> None:
    values = [(_("Numéro de session"), str(session.number)), (_("Code d'accès"), session.access_code)]
    if password:
        values.append((_("Mot de passe de session"), f"{PASSWORD_PREFIX}{session.password}"))
    for name, text in values:
        paper.value(name, text, (paper.epw - 8) / 3)
    paper.set_xy(paper.l_margin, paper.get_y() + 23)
    paper.paragraph(_("Le numéro s'écrit au tableau. Le code d'accès se donne une fois chacun assis."), grey=SOFT)
    paper.paragraph(_("Le mot de passe, donné par le centre, est pour vous seul."), grey=SOFT)
    paper.ln(5)


def _codes(paper: Paper, links: sitting.Links) -> None:
    top, ends = paper.get_y(), []
    for at, (address, name) in enumerate(
        ((links.entry, _("Ouvrir la session sur votre téléphone")), (links.guide, _("Le guide du surveillant")))
    ):
        paper.set_xy(paper.l_margin + at * (paper.epw / 2 + 4), top)
        paper.code(address, name, CODE)
        ends.append(paper.get_y())
    paper.set_xy(paper.l_margin, max(ends) + 4)


def _more(session: CertificationSession, candidates: Sequence[Candidate]) -> Iterator[sitting.Fact]:
    given = sitting.given_extra_time(candidates)
    enrolled = ngettext("%(num)s inscrit", "%(num)s inscrits", len(candidates))
    majored = ngettext("%(num)s avec temps majoré", "%(num)s avec temps majoré", given)
    yield _("Candidats"), f"{enrolled}, {majored}"
    whom = ["".join(piece.text for piece in line) for line in contacts.read(session.centre.contact)]
    yield _("Qui appeler"), "\n".join(whom) or _("Demandez un numéro au centre avant le début.")
    if session.notes:
        yield _("Observations"), session.notes


def _day(paper: Paper) -> None:
    paper.add_page()
    for title, steps in _steps():
        paper.section(title)
        paper.steps(steps)
    paper.section(_("À ne jamais faire"))
    paper.points(
        (
            _("Donner le mot de passe de la session à un candidat : il ouvre votre écran."),
            _("Écrire le code d'accès au tableau avant que chacun soit à sa place."),
            _("Confirmer quelqu'un dont vous n'avez pas vu la pièce d'identité."),
            _("Accuser sur un signal : constatez, puis notez sur la fiche du candidat."),
        )
    )


def _steps() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _("Avant que les candidats n'arrivent"), (
        _("Lisez le premier code avec votre téléphone, connectez-vous, saisissez le mot de passe de la session."),
        _("Touchez « Prise de poste » : en dix secondes, ce téléphone peut vous appeler, même verrouillé."),
        _("Écrivez au tableau l'adresse du site et le numéro de session ; pas encore le code d'accès."),
    )  # fmt: skip
    yield _("L'entrée"), (
        _("Vérifiez l'identité de chacun, faites signer la feuille d'émargement, touchez « Confirmer »."),
        _("Une fois tout le monde assis, donnez le code d'accès. Chacun a quinze minutes pour le saisir."),
        _("Personne à l'heure dite ? « Marquer absent », sur la fiche du candidat."),
    )  # fmt: skip
    yield _("Pendant le test"), (
        _("Circulez. Votre téléphone vous appelle ; « J'y vais » dit à vos collègues que vous y allez."),
        _("Un candidat est déconnecté : allez au poste, rouvrez la page, puis « Autoriser la reprise »."),
        _("À « temps écoulé », faites valider la réponse en cours, puis touchez « Terminer le test »."),
        _("Pour une fraude, un malaise, une panne qui dure : appelez le centre, remplissez le PV d'incident."),
    )  # fmt: skip
    yield _("Après"), (
        _("Vérifiez que chaque test est terminé, puis touchez « Quitter » dans le menu de la session."),
        _("Rendez au centre la feuille d'émargement et, s'il y a lieu, le PV d'incident. Détruisez ce kit."),
    )  # fmt: skip


def _expected(paper: Paper, candidates: Sequence[Candidate]) -> None:
    paper.add_page()
    paper.section(_("Les candidats attendus"))
    titles = (_("Nom"), _("Prénom"), _("Né(e) le"), _("Poste"), _("Temps majoré"), _("À noter"))
    paper.list(titles, (_line(one) for one in candidates), WIDTHS)


def _line(one: Candidate) -> tuple[str, ...]:
    return one.last_name, one.first_name, sitting.born(one), one.seat or "", sitting.extra_time(one), ""
