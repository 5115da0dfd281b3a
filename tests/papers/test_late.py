"""What draws papers is loaded with the first of them: a server that prints none pays for none."""

import subprocess
import sys

import pytest

from pwa.papers.late import late
from pwa.papers.preparation import preparation
from tests.papers.reading import Read
from tests.room import NOW

SCRIPT = "import sys, pwa.app, pwa.watcher; sys.exit('fpdf' in sys.modules)"


def test_a_server_starts_without_what_draws_papers() -> None:
    assert subprocess.run([sys.executable, "-c", SCRIPT], check=False).returncode == 0


def test_a_late_paper_is_the_paper_itself() -> None:
    drawn = late("preparation", "preparation")("exemple.fr/rejoindre", NOW)
    assert Read(drawn).text == Read(preparation("exemple.fr/rejoindre", NOW)).text


def test_a_paper_that_does_not_exist_is_nothing_but_a_mistake_of_ours() -> None:
    with pytest.raises(AttributeError):
        late("preparation", "nothing")()
