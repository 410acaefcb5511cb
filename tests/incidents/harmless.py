"""What newcomers bring: honest changes of every usual kind, none of which may alarm."""

from __future__ import annotations

import base64
import hashlib

from packageurl.contrib.purl2url import get_download_url

from incidents.pairs import C_SOURCE, JAVASCRIPT, PACKAGE, PIN, PYTHON, Change


def _lock(version: str) -> str:
    digest = base64.b64encode(hashlib.sha512(version.encode()).digest()).decode()
    return f"""\
{{
  "name": "pottery",
  "version": "2.4.1",
  "lockfileVersion": 3,
  "packages": {{
    "": {{ "name": "pottery", "version": "2.4.1", "dependencies": {{ "clay": "^{version}" }} }},
    "node_modules/clay": {{
      "version": "{version}",
      "resolved": "{get_download_url(f"pkg:npm/clay@{version}")}",
      "integrity": "sha512-{digest}"
    }}
  }}
}}
"""


_SHELF = '''\
"""Put pots on shelves, the heaviest ones lowest."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pot:
    """One pot."""

    name: str
    weight_g: int
    height_mm: int = 100


@dataclass
class Shelf:
    """One shelf of a rack.

    Attributes:
        height_mm: up to the next shelf.
        most_g: what it can carry.
        pots: that stand on it, in the order in which they came.
    """

    height_mm: int
    most_g: int
    pots: list[Pot] = field(default_factory=list)

    @property
    def weight_g(self):
        """What stands on it."""
        return sum(pot.weight_g for pot in self.pots)

    def fits(self, pot):
        """Whether there is room for one more pot."""
        return pot.height_mm <= self.height_mm and self.weight_g + pot.weight_g <= self.most_g

    def put(self, pot):
        """Put a pot on it."""
        if not self.fits(pot):
            raise ValueError(f"{pot.name} does not fit")
        self.pots.append(pot)


def fill(shelves, pots):
    """Put pots on shelves, lowest shelf first, and return those for which there is no room."""
    left = []
    for pot in sorted(pots, key=lambda pot: -pot.weight_g):
        shelf = next((shelf for shelf in shelves if shelf.fits(pot)), None)
        if shelf is None:
            left.append(pot)
        else:
            shelf.put(pot)
    return left


def describe(shelves):
    """Return one line for each shelf."""
    return "\\n".join(f"{number}: {', '.join(pot.name for pot in shelf.pots)}" for number, shelf in enumerate(shelves))
'''

_TEST_SHELF = """\
import pytest

from pottery.shelf import Pot, Shelf, describe, fill


def test_the_heaviest_pot_stands_lowest():
    shelves = [Shelf(200, 5000), Shelf(200, 5000)]
    assert fill(shelves, [Pot("cup", 300), Pot("urn", 4900)]) == []
    assert describe(shelves) == "0: urn\\n1: cup"


def test_a_pot_that_is_too_tall_is_left():
    with pytest.raises(ValueError, match="does not fit"):
        Shelf(100, 5000).put(Pot("vase", 800, height_mm=400))
"""

_TRANSLATION = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: de\\n"

msgid "The kiln is too cold."
msgstr "Der Ofen ist zu kalt."

msgid "Put the pot on the wheel, please."
msgstr "Bitte setzen Sie den Topf auf die Scheibe."

msgid "{number} pots were fired."
msgstr "{number} Töpfe wurden gebrannt."
"""

_PAGE = """\
# Glazing

A glaze is glass that melts onto the pot. Mix it a day ahead:

```python
from pottery import glaze

glaze(pot, colour="blue", coats=2)
```

Let each coat dry for an hour. Our [table of temperatures](temperatures.md) says how hot each of them has to be,
and the [guide of the guild](https://guild.example/glazes) explains why.

```sh
pip install pottery
pottery glaze --colour blue cup.json
```
"""

NEWCOMERS = (
    Change(
        "feature",
        "Add shelves (#412)",
        {"pottery/shelf.py": _SHELF, "tests/test_shelf.py": _TEST_SHELF},
    ),
    Change(
        "typo",
        "docs: fix a typo",
        {"docs/wheels.md": "# Wheels\n\nA wheel turns the clay, and the potter separates it.\n"},
        {"docs/wheels.md": "# Wheels\n\nA wheel turns the clay, and the potter seperates it.\n"},
    ),
    Change("translation", "Add a German translation", {"pottery/locale/de/LC_MESSAGES/pottery.po": _TRANSLATION}),
    Change(
        "bump",
        "Bump clay from 3.1.0 to 3.2.0",
        {"package.json": PACKAGE.replace("^3.1.0", "^3.2.0"), "package-lock.json": _lock("3.2.0")},
        {"package.json": PACKAGE, "package-lock.json": _lock("3.1.0")},
    ),
    Change(
        "bump_python",
        "Update wheel-turner",
        {"requirements.txt": "clay==3.1.0\nwheel-turner==1.3.0\n"},
        {"requirements.txt": "clay==3.1.0\nwheel-turner==1.2.4\n"},
    ),
    Change("page", "Add a page about glazing", {"docs/glazing.md": _PAGE}),
    Change(
        "lint_workflow",
        "Lint in CI",
        {
            ".github/workflows/lint.yml": f"""\
name: Lint
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@{PIN} # v4.2.2
        with:
          persist-credentials: false
      - run: python -m pip install ruff
      - run: ruff check .
"""
        },
    ),
    Change(
        "fix_c",
        "wheel: refuse speeds that overflow",
        {"src/wheel.c": C_SOURCE.replace("if (speed < 0)", "if (speed < 0 || speed > 1 << 20)")},
        {"src/wheel.c": C_SOURCE},
    ),
    Change(
        "fix_python",
        "Do not fire a pot that is not there",
        {
            "pottery/kiln.py": PYTHON.replace(
                "    if degrees < 600", '    if pot is None:\n        raise TypeError("no pot")\n    if degrees < 600'
            ),
            "tests/test_kiln.py": "import pytest\n\nfrom pottery.kiln import fire\n\n\ndef test_no_pot():\n    with pytest.raises(TypeError):\n        fire(None)\n",
        },
        {"pottery/kiln.py": PYTHON},
    ),
    Change(
        "fix_javascript",
        "fix: names with slashes",
        {"lib/glaze.js": JAVASCRIPT.replace("pot.name)", "pot.name.replace(/[\\\\/]/g, '-'))")},
        {"lib/glaze.js": JAVASCRIPT},
    ),
)
"""One change of each kind."""
