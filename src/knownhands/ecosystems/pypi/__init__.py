"""PyPI, and every other index of Python packages."""

from knownhands.ecosystems._ecosystem import Ecosystem

ECOSYSTEM = Ecosystem(
    "pypi",
    title="PyPI",
    osv="PyPI",
    installer="pip",
    examples=("pkg:pypi/NAME@VERSION", "pypi:NAME", "NAME==VERSION"),
    pin="==",
)
