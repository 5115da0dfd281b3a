"""Reports on a question: the reasons to accept one, what becomes of it, what the candidate is told."""

from enum import StrEnum

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.questions import Part, Question
from pwa.domain.words import N_, Sentence


class State(StrEnum):
    """What became of a report; while it is open, its test is on hold."""

    OPEN = "open"
    VALIDATED = "validated"
    REFUSED = "refused"
    CLOSED = "closed"


OUTCOMES = {
    State.OPEN: N_("en attente"),
    State.VALIDATED: N_("validé, question remplacée"),
    State.REFUSED: N_("refusé, question gardée"),
    State.CLOSED: N_("clos avec le test"),
}
"""What the record says of one."""


class Reason(StrEnum):
    """Why a report is accepted: the codes of certification."""

    IMAGE = "E1"
    EMBED = "E2"
    ATTACHMENT = "E3"
    SITE_DOWN = "E4"
    SITE_BLOCKED = "E5"
    EXTRA_TIME = "E8"
    SOFTWARE = "E9"
    LEFT_THE_PAGE = "E10"
    PLATFORM = "E11"
    ACCESSIBILITY = "E12"


LABELS = {
    Reason.IMAGE: N_("L'image ne s'affiche pas"),
    Reason.EMBED: N_("Le simulateur ou l'application ne s'affiche pas"),
    Reason.ATTACHMENT: N_("Le fichier ne se télécharge pas ou ne s'ouvre pas"),
    Reason.SITE_DOWN: N_("Le site à visiter est indisponible ou en maintenance"),
    Reason.SITE_BLOCKED: N_("Le site est bloqué par les restrictions réseau de l'établissement"),
    Reason.EXTRA_TIME: N_("Le candidat bénéficie d'un temps majoré et n'a pas pu répondre dans le temps imparti"),
    Reason.SOFTWARE: N_("Le logiciel installé sur l'ordinateur n'a pas fonctionné"),
    Reason.LEFT_THE_PAGE: N_("Le candidat a été contraint de quitter la page de la question"),
    Reason.PLATFORM: N_("Un problème technique lié à la plateforme"),
    Reason.ACCESSIBILITY: N_("Problème d'accessibilité de la question"),
}
NEEDS = {
    Reason.IMAGE: Part.IMAGE,
    Reason.EMBED: Part.EMBED,
    Reason.ATTACHMENT: Part.ATTACHMENT,
    Reason.LEFT_THE_PAGE: Part.FOCUS,
}
"""Reasons that only a question with that part can have."""

ON_HOLD = N_("Vous avez signalé un problème avec la question %(number)s : attendez la décision de votre surveillant.")
NOT_HEARD = N_("La question %(number)s a déjà une réponse : elle ne peut plus être signalée.")
NO_REPORT = N_("Ce candidat n'a pas de signalement en cours : il n'y a rien à décider.")
NO_REASON = N_("Choisissez un motif pour valider ce signalement, ou refusez-le.")
OTHER_REASON = N_("Ce motif ne vaut pas pour cette question : choisissez-en un de la liste.")
DECIDED = {
    State.VALIDATED: N_("%(name)s a déjà validé ce signalement : le candidat a une autre question."),
    State.REFUSED: N_("%(name)s a déjà refusé ce signalement : le candidat continue la même question."),
    State.CLOSED: N_("Le test de ce candidat a été terminé : ce signalement est clos."),
}
"""What is said to who decides after somebody else has, or after the end."""

REPLACED = N_("La question %(number)s a été remplacée : votre réponse à la précédente n'a pas été enregistrée.")

SAME = N_("Votre surveillant a vérifié : vous pouvez répondre à la question %(number)s.")
ANOTHER = N_("Votre surveillant a validé votre signalement. Voici une autre question %(number)s.")
PASSED_OVER = N_(
    "Votre surveillant a validé votre signalement : la question %(number)s est retirée. Voici la suivante."
)


def reasons(question: Question, extra_time: int | None) -> tuple[Reason, ...]:
    """Return the reasons that a report on this question may have, by its parts and the candidate's extra time."""
    return tuple(reason for reason in Reason if _may_be(reason, question, extra_time))


def read_reason(code: str, question: Question, extra_time: int | None) -> Reason:
    """Return the reason of that code; raise `Invalid` when there is none, or when it cannot be for this question."""
    if not code:
        raise Invalid(NO_REASON, "reason_missing")
    if code not in reasons(question, extra_time):
        raise Invalid(OTHER_REASON, "reason_unknown")
    return Reason(code)


def check_open(state: State, decided_by: str | None) -> None:
    """Raise `Illegal` when the report waits for nobody any more."""
    if state is not State.OPEN:
        raise Illegal(Sentence(DECIDED[state], name=decided_by or ""), "report_decided")


def told(state: State, number: int, now_at: int, *, is_replaced: bool) -> str | None:
    """Return what a candidate who reported question `number` reads above question `now_at`, None once it is past.

    A question that was not replaced, for want of another one, was passed over.
    """
    if now_at == number and state is State.REFUSED:
        return Sentence(SAME, number=number)
    if now_at == number and state is State.VALIDATED:
        return Sentence(ANOTHER, number=number)
    if now_at == number + 1 and state is State.VALIDATED and not is_replaced:
        return Sentence(PASSED_OVER, number=number)
    return None


def _may_be(reason: Reason, question: Question, extra_time: int | None) -> bool:
    if reason is Reason.EXTRA_TIME:
        return bool(extra_time)
    return reason not in NEEDS or NEEDS[reason] in {piece.part for piece in question.parts}
