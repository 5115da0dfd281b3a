"""The incident report: the session is written on it, the rest is for a hand."""

from pwa.papers.incident import incident_report
from tests.papers.made import session
from tests.papers.reading import Read
from tests.room import NOW


def test_it_leads_from_what_happened_to_the_signatures() -> None:
    read = Read(incident_report(session(), NOW))
    assert read.titles == [
        "PV d'incident", "Le candidat", "Ce qui s'est passé", "Les faits, sans jugement", "Ce qui a été fait",
        "Observations du candidat", "Signatures",
    ]  # fmt: skip
    assert "Surveillants Claire Moreau, Karim Haddad" in read.pages[0]
    assert "Suspicion de fraude" in read.pages[0]
    assert "Le surveillant Le candidat Le responsable du centre" in read.pages[1]


def test_it_names_no_candidate_and_tells_no_code() -> None:
    text = Read(incident_report(session(), NOW)).text
    assert not [secret for secret in ("BCDF23", "K7RT4X") if secret in text]
