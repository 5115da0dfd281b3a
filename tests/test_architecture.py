"""The floors of the house: imports only go down, packages are empty, one place reads the clock."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PWA = Path(__file__).resolve().parent.parent / "pwa"
FILES = sorted(path for path in PWA.rglob("*.py") if "migrations" not in path.parts)
FLOORS = {"domain": 1, "models": 2, "adapters": 2, "settings": 2, "environment": 2, "clock": 2, "operations": 3,
          "papers": 3, "services": 3.5, "sweeps": 3.5, "transactions": 3.5, "practice": 3.5, "web": 4, "api": 4,
          "cli": 4, "push_commands": 4, "journal_commands": 4, "backup_commands": 4,
          "watcher": 4, "app": 5}  # fmt: skip
SCRIPTS = sorted([*(PWA.parent / "static" / "js").glob("*.js"), PWA.parent / "static" / "sw.js"])
LONGEST_SCRIPT = 120
ENTRIES = [part for part, floor in FLOORS.items() if floor == 4]
WITHOUT_FLASK = ("flask", "flask_login", "flask_sqlalchemy", "flask_wtf", "werkzeug")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


def part(path: Path) -> str:
    return path.relative_to(PWA).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say their whole name"
            names = [alias.name for alias in node.names]
            yield from (f"pwa.{name}" for name in names) if node.module == "pwa" else [node.module or ""]


def clocks(tree: ast.AST) -> Iterator[str]:
    """Yield what reads the time of day; a monotonic clock is another thing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (alias.name for alias in node.names if alias.name in CLOCKS)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            owner = ast.unparse(node.value)
            if owner in ("datetime", "date", "time", "datetime.datetime", "datetime.date"):
                yield f"{owner}.{node.attr}"


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PWA)))
def test_a_module_keeps_to_its_floor(path: Path) -> None:
    here, tree = part(path), tree_of(path)
    if path.name == "__init__.py":
        assert len(tree.body) == 1
        assert ast.get_docstring(tree)
        return
    named = list(imports(tree))
    ours = {name.split(".")[1] for name in named if name.startswith("pwa.")}
    assert {there for there in ours if FLOORS[there] > FLOORS[here]} == set()
    assert {there for there in ours if here in ENTRIES and there in ENTRIES} <= {here}
    if here == "domain":
        assert {name.split(".")[0] for name in named} - {"pwa"} <= sys.stdlib_module_names
    if here in ("adapters", "operations"):
        assert {name.split(".")[0] for name in named}.isdisjoint(WITHOUT_FLASK) or path.name == "passwords.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PWA)))
def test_a_module_imports_at_its_top_and_does_not_read_the_clock(path: Path) -> None:
    tree = tree_of(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert [name for name in imports(node) if name.startswith("pwa")] == [], node.name
    assert path.name == "clock.py" or list(clocks(tree)) == []


def test_every_module_has_a_floor_and_a_first_sentence() -> None:
    assert {part(path) for path in FILES} <= {*FLOORS, "__init__"}
    assert [str(path) for path in FILES if not ast.get_docstring(tree_of(path))] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_says_what_it_is_for(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_SCRIPT
    assert lines[0].startswith("/** ")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_only_the_service_worker_opens_a_cache(path: Path) -> None:
    """A page closed while it writes in one can leave it hanging for good (ADR 0011)."""
    assert path.name == "sw.js" or "caches.open" not in path.read_text(encoding="utf-8")
