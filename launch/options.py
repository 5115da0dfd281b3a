"""What may be written after `bin/serve`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from launch.place import give_up

HELP = """bin/serve [--port N] [--data DOSSIER] [--no-demo]

Installe ce qui manque, prépare la base et les clés, puis lance le site et le veilleur (Ctrl-C arrête tout).

  --port N         port d'écoute (8000, ou la variable PORT)
  --data DOSSIER   dossier des données (instance, ou la variable DATA_DIR)
  --no-demo        sans centre de démonstration au premier lancement
  --help           cette aide

Les autres réglages sont des variables d'environnement : voir README.md."""


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        give_up("Option inconnue ou incomplète : voir bin/serve --help.", 2)


def parse(words: Sequence[str]) -> Namespace:
    """The options given; the ones left out are None, or False for `no_demo` and `help`."""
    parser = _Parser(prog="bin/serve", add_help=False, allow_abbrev=False)
    parser.add_argument("--port")
    parser.add_argument("--data")
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument("--help", "-h", action="store_true")
    return parser.parse_args(words)


def override(environ: Mapping[str, str], options: Namespace) -> dict[str, str]:
    """The environment in which what was typed wins over what was set."""
    environ = dict(environ)
    if options.port is not None:
        environ["PORT"] = options.port
    if options.data is not None:
        environ["DATA_DIR"] = str(Path(options.data).expanduser().absolute())
    return environ
