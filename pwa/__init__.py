"""Espace surveillant: the space of the invigilator of a certification session."""
