"""The table of help: its pages in the order in which a session meets them, each a template of the name of its slug."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Situation:
    """A page of the help: its address and template by its slug, its title, what it answers."""

    slug: str
    title: str
    about: str
    icon: str


@dataclass(frozen=True)
class Part:
    """A part of the index; `id` is its anchor."""

    id: str
    title: str
    pages: tuple[Situation, ...]


HELP = (
    Part("session", _("La session, dans l'ordre"), (
        Situation("avant-la-session", _("Avant la session"), _("Ouvrir l'espace, préparer son téléphone"), "key"),
        Situation("presence", _("Faire entrer les candidats"), _("Identité, présence, appel"), "clipboard-check"),
        Situation("pendant", _("Pendant le test"), _("Lire l'écran, circuler, répondre aux alertes"), "eye"),
        Situation("deconnexion", _("Un candidat est déconnecté"), _("Signal perdu, fenêtre fermée"), "wifi-off"),
        Situation("ordinateur-change", _("Un test, deux écrans"), _("Autre ordinateur, fenêtre ou compte"), "copy"),
        Situation("signalement", _("Un problème avec une question"), _("Le candidat est en pause"), "triangle-alert"),
        Situation("temps", _("La fin du temps"), _("Prévenir, ajouter du temps, terminer"), "hourglass"),
        Situation("fin", _("La fin d'un test"), _("Le candidat a fini, ou vous terminez son test"), "check"),
        Situation("apres", _("Après la session"), _("Quitter, rendre compte, finaliser"), "log-out"),
    )),
    Part("app", _("Votre téléphone"), (
        Situation("alertes", _("Recevoir les alertes"), _("Être appelé, même écran éteint"), "bell-ring"),
        Situation("hors-ligne", _("Sans réseau"), _("Votre téléphone, un ordinateur, ou toute la salle"), "cloud-off"),
    )),
    Part("at-hand", _("À garder sous la main"), (
        Situation("signaux", _("Les signaux"), _("Ce que veut dire chaque forme"), "info"),
        Situation("questions", _("Questions"), _("Celles que tout le monde pose"), "circle-help"),
        Situation("kit", _("À avoir dans la salle"), _("La liste, et les données de votre session"), "list"),
        Situation("contact", _("Qui appeler"), _("Les personnes et les numéros donnés par le centre"), "smartphone"),
    )),
)  # fmt: skip
PAGES = tuple(page for part in HELP for page in part.pages)
BY_SLUG = {page.slug: page for page in PAGES}
