#!/usr/bin/env python3
"""Check an exported journal with nothing but Python: verify_journal.py FILE [HASH], the hash as somebody noted it.

Exits with 0 when the chain is whole, 1 when it was tampered with (the line is told), 2 when the file is no journal.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

VALUES = ("session", "position", "at", "actor", "word", "candidate", "details", "previous_hash")


def digest(line: dict[str, Any]) -> str:
    """Return the hash that a line must have."""
    values = [line[name] for name in VALUES]
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken(head: dict[str, Any], lines: list[dict[str, Any]]) -> str | None:
    """Return what is wrong, and at which line; None when all is well."""
    previous = "0" * 64
    for position, line in enumerate(lines, start=1):
        if line["position"] != position:
            return f"la ligne {position} manque"
        if line["session"] != head["session"] or line["previous_hash"] != previous:
            return f"la ligne {position} ne suit pas celle d'avant"
        if line["hash"] != digest(line):
            return f"la ligne {position} a été modifiée"
        previous = line["hash"]
    if head["count"] != len(lines):
        return f"la fin manque à partir de la ligne {len(lines) + 1} : {head['count']} lignes sont annoncées"
    return None if previous == head["hash"] else f"la ligne {len(lines)} n'est pas celle qui est annoncée"


def check(text: str, noted: str | None) -> str | None:
    """Return what is wrong with an export; raises KeyError, TypeError or ValueError when it is not one."""
    head, *lines = [json.loads(row) for row in text.splitlines() if row.strip()]
    session, seal = head["session"], head["hash"]
    wrong = first_broken({**head, "count": int(head["count"])}, lines)
    if not wrong and noted and noted != seal:
        wrong = f"l'empreinte n'est pas celle qui avait été relevée ({noted})"
    if not wrong:
        print(f"Session {session} : journal intact, {len(lines)} lignes, empreinte {seal}.")
    return wrong


def main(words: list[str]) -> int:
    if len(words) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        wrong = check(Path(words[0]).read_text(encoding="utf-8"), words[1] if len(words) == 2 else None)
    except (OSError, KeyError, TypeError, ValueError, OverflowError):
        print("Ce fichier n'est pas l'export d'un journal.", file=sys.stderr)
        return 2
    if wrong:
        print(f"Journal altéré : {wrong}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
