"""What candidates read before the day: what to bring, how the test goes, what never to do."""

from collections.abc import Iterator
from datetime import datetime

from pwa.papers.page import Paper
from pwa.papers.words import tell as _


def preparation(address: str, now: datetime) -> bytes:
    """Return a page to hand out; `address` is where candidates join."""
    paper = Paper(_("Se préparer au test"), _("À lire avant le jour de la certification"), now)
    paper.heading()
    for title, lines in _parts(address):
        paper.section(title)
        paper.points(lines)
    return paper.done()


def _parts(address: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _("Ce que vous apportez"), (
        _("une pièce d'identité avec photo, ou votre carnet de correspondance si le centre l'accepte"),
        _("l'adresse e-mail et le mot de passe de votre compte ; créez-le chez vous, avant le jour du test"),
        _("votre coupon, s'il vous a été remis : il porte le numéro de session"),
    )  # fmt: skip
    yield _("Rejoindre la session"), (
        _("Ouvrez %(address)s dans le navigateur de l'ordinateur et connectez-vous.", address=address),
        _("Tapez le numéro de session, votre nom de naissance, votre prénom et votre date de naissance."),
        _("Le surveillant vérifie votre identité et confirme votre présence : la page continue toute seule."),
        _("Tapez le code d'accès qu'il donne à toute la salle. Le temps part à la première question."),
    )  # fmt: skip
    yield _("Pendant le test"), (
        _("Gardez la page du test ouverte et devant vous : une seule fenêtre, un seul ordinateur."),
        _("Validez chaque réponse. « Enregistré » dit qu'elle est gardée, même si le réseau coupe ensuite."),
        _("Le temps qui vous reste est en haut de la page, votre temps majoré compris."),
        _("Une question ne s'affiche pas, l'ordinateur s'arrête : levez la main, le surveillant vient."),
    )  # fmt: skip
    yield _("À ne jamais faire"), (
        _("Utiliser votre téléphone, une messagerie ou l'aide de quelqu'un."),
        _("Fermer la page pour recommencer : il faudra que le surveillant autorise la reprise."),
    )  # fmt: skip
    yield _("Si vous avez besoin d'un aménagement"), (
        _("Un temps majoré se demande au centre avant le jour du test."),
        _("La page se lit avec un lecteur d'écran, s'agrandit et se parcourt au clavier."),
    )  # fmt: skip
