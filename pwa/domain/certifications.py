"""Certifications: what each is called."""

from pwa.domain.words import N_

NAMES = {
    "pix": N_("Pix"),
    "clea": N_("CléA numérique"),
    "pix_droit": N_("Pix+ Droit"),
    "pix_pro_sante": N_("Pix+ Pro Santé"),
    "pix_edu": N_("Pix+ Édu"),
}
