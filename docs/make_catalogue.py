"""Gather every sentence into the catalogues: `.venv/bin/python -m docs.make_catalogue`; translations are kept."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pwa.adapters.languages import CATALOGUES, LANGUAGES, SOURCE

ROOT = Path(__file__).parents[1]
FOLDERS = {"pwa": ("**.py", "python"), "templates": ("**.html", "jinja2")}
FUNCTIONS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2), "pgettext": ((1, "c"), 2)}
BLOCKS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
HEADER = """# What the pages and the notifications say.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def gathered() -> Catalog:
    """Return every sentence of the pages and of the code, by where it is first written."""
    found = Catalog(charset="utf-8")
    for folder, (files, method) in FOLDERS.items():
        place = str(ROOT / folder)
        for file, _line, message, _comments, context in extract_from_dir(
            place, [(files, method)], BLOCKS, FUNCTIONS, directory_filter=lambda _folder: True
        ):
            found.add(message, locations=[(f"{folder}/{file}", 1)], context=context)
    return found


def read(language: str) -> Catalog:
    """Return a language's catalogue."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    """Return where translators find a language."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue as translators keep it: in order, without what changes when no sentence does."""
    written = BytesIO()
    write_po(written, catalogue, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    path_of(language).write_bytes(HEADER.format(language=language).encode() + written.getvalue())


def main() -> None:
    """Bring every catalogue up to what is written now; tell how many sentences wait for a translation."""
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        catalogue = read(language)
        catalogue.update(gathered(), no_fuzzy_matching=True)
        write(language, catalogue)
        waiting = sum(not all(forms(message.string)) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} sentences, {waiting} without a translation")


def forms(string: object) -> tuple[str, ...]:
    """Return what a message is or says, once for each number it tells apart."""
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string or ""),)


if __name__ == "__main__":
    main()
