"""What is spoken in a request: its language, our sentences in it. Flask-Babel over the catalogues kept in memory."""

from babel.support import NullTranslations
from flask_babel import Babel, Domain, get_locale
from flask_babel.speaklater import LazyString

from pwa.adapters.languages import SOURCE, translations
from pwa.domain import words


class Catalogues(Domain):  # type: ignore[misc]  # flask_babel has no types
    """Sentences by language, read once into memory."""

    def get_translations(self) -> NullTranslations:
        return translations(language())


class Languages(Babel):  # type: ignore[misc]
    """Babel, over our catalogues."""

    domain_instance = Catalogues()


def language() -> str:
    """Return the language of the answer that is being made; French outside a request."""
    return str(get_locale() or SOURCE)


def say(text: str) -> str:
    """Return a sentence of ours, whatever module wrote it, in the language of its reader."""
    known = translations(language())
    return words.say(text, known.ugettext, known.ungettext)


def later(text: str) -> LazyString:
    """Return a sentence that is said when it is shown: for what is made before there is a reader."""
    return LazyString(say, text)
