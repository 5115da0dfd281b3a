"""What became of a problem that a candidate reported with a question."""

from pwa.domain.words import N_

LABELS = {
    "open": N_("en attente"),
    "validated": N_("validé, question remplacée"),
    "refused": N_("refusé, question gardée"),
    "closed": N_("clos avec le test"),
}
"""By `QuestionReport.state`."""
