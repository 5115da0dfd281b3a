"""What was noted of the journals' ends, in a file beside the database: who cuts a tail there has not cut it here."""

import json
from collections.abc import Mapping
from pathlib import Path

from pwa.adapters.tokens import Signer
from pwa.domain.journal_chain import Head

NAME = "journal-heads.json"


class NotedHeads:
    """A sealed file of heads by session; one that was touched or is not there is worth none at all."""

    def __init__(self, folder: Path, signer: Signer) -> None:
        self.path, self._signer = folder / NAME, signer

    def read(self) -> dict[int, Head]:
        """Return what was noted, nothing when the file is not ours."""
        return self._read() or {}

    @property
    def was_touched(self) -> bool:
        """Whether somebody else wrote in the file."""
        return self.path.exists() and self._read() is None

    def write(self, heads: Mapping[int, Head]) -> None:
        """Replace what was noted, at one go."""
        text = json.dumps({str(number): [head.count, head.hash] for number, head in sorted(heads.items())})
        draft = self.path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"heads": text, "seal": self._signer.seal(text)}), encoding="utf-8")
        draft.replace(self.path)

    def _read(self) -> dict[int, Head] | None:
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            if not self._signer.is_sealed(held["heads"], held["seal"]):
                return None
            return {int(number): Head(*head) for number, head in json.loads(held["heads"]).items()}
        except (OSError, ValueError, KeyError, TypeError):
            return None
