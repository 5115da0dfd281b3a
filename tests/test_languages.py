"""Two languages, complete: whatever is written for a person is marked, and has its translation."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from docs.make_catalogue import ROOT, forms, gathered, read
from pwa.adapters.languages import LANGUAGES, SOURCE, translations

OTHERS = [language for language in LANGUAGES if language != SOURCE]
PLACE = re.compile(r"%\(\w+\)[sd]")
MARKS = {"_", "gettext", "ngettext", "N_", "NN_"}
FRENCH = re.compile(r"[à-öø-ÿÀ-ÖØ-ÝœŒ«]|\b(?:les|une|des|du|est|pas|vous|dans|sur)\b")
CONSOLE = ("cli.py", "journal_commands.py", "backup_commands.py", "push_commands.py", "environment.py", "settings.py")
"""Read by who installs the site, in French alone, as the documentation of its installation."""
OTHER = {
    "adapters/languages.py": "each language by its own name",
    "adapters/questions.py": "the file of questions, for who installs the site",
    "adapters/vapid.py": "the keys, for who installs the site",
    "adapters/endpoints.py": "a setting, for who installs the site",
    "domain/cast.py": "names",
    "domain/names.py": "letters",
    "domain/roster_columns.py": "the headings of Pix Certif's file",
    "operations/demonstration.py": "names",
    "web/parts.py": "names",
}
WORD = re.compile(r"(?<![\w-])[^\W\d_]{3,}")
CLASSES = re.compile(r"\{% block (?:page|target) %\}.*?\{% endblock %\}")
PLAIN = {"Espace", "surveillant", "min", "Pix", "RFC"}
"""Words that stand in templates as they are: our name, units."""


def text_of(message: Message) -> str:
    return " / ".join(forms(message.id))


def key_of(message: Message) -> tuple[str | None, tuple[str, ...]]:
    """What tells a sentence apart: its words, and where they are said when that changes what they mean."""
    return message.context, forms(message.id)


def wanted() -> list[Message]:
    return [message for message in gathered() if message.id]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_its_translation(language: str) -> None:
    known = {key_of(message): message for message in read(language) if message.id}
    missing = [
        text_of(message)
        for message in wanted()
        if (found := known.get(key_of(message))) is None or found.fuzzy or not all(forms(found.string))
    ]
    assert missing == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language: str) -> None:
    written = {key_of(message) for message in wanted()}
    assert [text_of(message) for message in read(language) if message.id and key_of(message) not in written] == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_fill_the_same_places(language: str) -> None:
    wrong = [
        (source, said)
        for message in read(language)
        if message.id
        for source, said in zip(forms(message.id), forms(message.string), strict=True)
        if sorted(PLACE.findall(source)) != sorted(PLACE.findall(said)) or source.count("{}") != said.count("{}")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_holds_french(language: str) -> None:
    """But for names: of our app, of certifications, of an institution, of a country and what is quoted."""
    named = r"Espace surveillant|CléA numérique|Pix\+ \w+( \w+)?|Léa ABADIE|nom@exemple"
    names = re.compile(named + r"|Défenseurs? des droits|Libre réponse|\S+\.fr/\S+")
    wrong = [
        said
        for message in read(language)
        if message.id
        for said in forms(message.string)
        if FRENCH.search(names.sub("", said))
    ]
    assert wrong == []


@pytest.mark.parametrize(("count", "french", "english"), [(0, "candidat", "candidates"), (1, "candidat", "candidate"),
                                                          (2, "candidats", "candidates")])  # fmt: skip
def test_plurals_are_those_of_each_language(count: int, french: str, english: str) -> None:
    said = {
        code: translations(code).ungettext("%(num)s candidat", "%(num)s candidats", count) % {"num": count}
        for code in ("fr", "en")
    }
    assert said == {"fr": f"{count} {french}", "en": f"{count} {english}"}


def unmarked(path: Path) -> Iterator[tuple[int, str]]:
    """Every French text of a module that no mark surrounds: documentation is not text."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(part) for node in ast.walk(tree) if _is_apart(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in skipped:
            continue
        if isinstance(node.value, str) and FRENCH.search(node.value):
            yield node.lineno, node.value


def half_marked(path: Path) -> Iterator[tuple[int, str]]:
    """Every text without a mark in a table that marks another of its texts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict) and any(map(_is_apart, node.values)):
            yield from (
                (one.lineno, one.value)
                for one in node.values
                if isinstance(one, ast.Constant)
                and isinstance(one.value, str)
                and WORD.search(PLACE.sub("", one.value))
            )


def _is_apart(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


MODULES = [
    path
    for path in sorted((ROOT / "pwa").rglob("*.py"))
    if path.name not in CONSOLE and "migrations" not in path.parts and str(path.relative_to(ROOT / "pwa")) not in OTHER
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "pwa")))
def test_every_french_text_of_the_code_is_marked(path: Path) -> None:
    assert list(unmarked(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "pwa")))
def test_a_table_that_marks_a_text_marks_them_all(path: Path) -> None:
    assert list(half_marked(path)) == []


TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if path.parent.name != "parts"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_holds_no_words_of_its_own(path: Path) -> None:
    """What is left without its expressions and its tags, and the attributes that people hear."""
    text = re.sub(r"\{#.*?#\}", " ", CLASSES.sub("", path.read_text(encoding="utf-8")), flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
    heard = re.findall(r'\b(?:aria-label|title|placeholder|alt|content)="([^"]*)"', text)
    text = re.sub(r"<code\b.*?</code>|<[^>]*>", " ", text, flags=re.DOTALL)
    words = {word for word in WORD.findall(html.unescape(text)) if word not in PLAIN}
    assert words | {word for said in heard for word in re.findall(r"\b[A-ZÀ-Ý][a-zà-ÿ]{3,}\b", said)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_what_is_written_elsewhere(path: Path) -> None:
    """`_` is for sentences of the template itself, which its extraction finds; `say` for all others."""
    assert re.findall(r"(?<![\w.])_\((?!['\"])[^)]*", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_sentence_is_said_before_its_letters_are_changed(path: Path) -> None:
    changed = re.findall(r"\{\{[^{}]*\| *(?:lower|upper|capitalize|title)\b", path.read_text(encoding="utf-8"))
    assert [one for one in changed if "say(" not in one and "_(" not in one] == []


SCRIPTS = [*sorted((ROOT / "static" / "js").glob("*.js")), ROOT / "static" / "sw.js"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_holds_no_french(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert FRENCH.findall(re.sub("[œæø]", "", text)) == []
