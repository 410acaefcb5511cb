"""Knownhands scores how far a change, a contributor, a repository or a package can be trusted, and says why.

from knownhands import Knownhands
score = Knownhands().change("main..feature", repo="PATH")
score.trust, score.band, score.verdict
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knownhands.assess.bar import Bar
    from knownhands.errors import KnownHandsError
    from knownhands.inventory import Inventory
    from knownhands.learn.saved import load as load_model
    from knownhands.local import Knownhands
    from knownhands.score import Score
    from knownhands.tables import features_table, reasons_table

from knownhands._version import __version__

__all__ = [
    "Bar",
    "Inventory",
    "KnownHandsError",
    "Knownhands",
    "Score",
    "__version__",
    "features_table",
    "load_model",
    "reasons_table",
]
_PLACES = {
    "Bar": ("assess.bar", "Bar"),
    "Inventory": ("inventory", "Inventory"),
    "KnownHandsError": ("errors", "KnownHandsError"),
    "Knownhands": ("local", "Knownhands"),
    "Score": ("score", "Score"),
    "features_table": ("tables", "features_table"),
    "load_model": ("learn.saved", "load"),
    "reasons_table": ("tables", "reasons_table"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    """Import a public name when it is first asked for: `import knownhands` stays quick."""
    import importlib

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(importlib.import_module(f"{__name__}.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
