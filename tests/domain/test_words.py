"""Sentences that remember what they were made of, and are said in another language."""

from datetime import UTC, datetime

from pwa.adapters.languages import translator
from pwa.domain.words import N_, NN_, Clock, Count, Sentence, lines

SEAT = N_("poste %(seat)s")
FRENCH, ENGLISH = translator("fr"), translator("en")
GIVEN = NN_(
    "%(name)s vous a ajouté %(num)s minute à %(time)s. Motif : %(reason)s.",
    "%(name)s vous a ajouté %(num)s minutes à %(time)s. Motif : %(reason)s.",
)


def test_a_sentence_reads_french_wherever_it_goes() -> None:
    sentence = Sentence(SEAT, seat="12")
    assert sentence == "poste 12"
    assert FRENCH(sentence) == "poste 12"


def test_a_sentence_is_said_in_the_language_of_its_reader() -> None:
    assert ENGLISH(Sentence(SEAT, seat="12")) == "seat 12"


def test_what_fills_a_sentence_is_said_too_when_it_is_one() -> None:
    sentence = Sentence(N_("Alerte : %(alert)s"), alert=N_("signal perdu"))
    assert ENGLISH(sentence) == "Alert: signal lost"
    assert ENGLISH(Sentence(N_("Alerte : %(alert)s"), alert="signal perdu")) == "Alert: signal perdu"


def test_text_that_is_no_sentence_is_left_alone() -> None:
    assert ENGLISH("Léa a vu 100 % du plan") == "Léa a vu 100 % du plan"
    assert ENGLISH("") == ""


def test_counts_are_singular_as_each_language_has_it() -> None:
    def given(minutes: int) -> Count:
        return Count(*GIVEN, minutes, name="Claire", time="9", reason="x")

    assert "0 minute à" in given(0)
    assert "1 minute à" in FRENCH(given(1))
    assert "2 minutes à" in FRENCH(given(2))
    said = [ENGLISH(given(minutes)) for minutes in range(3)]
    assert [one.split(" to ")[0] for one in said] == [
        "Claire added 0 minutes",
        "Claire added 1 minute",
        "Claire added 2 minutes",
    ]


def test_the_time_of_day_is_written_as_each_language_does() -> None:
    moment = datetime(2030, 11, 20, 13, 2, tzinfo=UTC)
    assert Clock(moment, "Europe/Paris") == "14\u00a0h\u00a002"
    assert ENGLISH(Clock(moment, "Europe/Paris")) == "14:02"


def test_lines_are_said_one_by_one() -> None:
    said = lines([Sentence(SEAT, seat="1"), N_("Accueil")])
    assert said == "poste 1\nAccueil"
    assert ENGLISH(said) == "seat 1\nHome"
