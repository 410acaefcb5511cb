import pytest

from knownhands.harvest.code.started import is_ordinary


@pytest.mark.parametrize(
    "command",
    [
        "npm ci",
        "pnpm install --frozen-lockfile",
        "pip install -r requirements.txt",
        "cd a && make",
        "uv sync",
        "npx prettier --write .",
        "cargo test",
    ],
)
def test_installing_building_and_checking_is_ordinary(command: str) -> None:
    assert is_ordinary(command)


@pytest.mark.parametrize(
    "command",
    [
        "node a.js", "sh a.sh", "npm ci; sh a.sh", "npm ci $(a)", "echo a | sh", "npm i https://kiln.example/a.tgz", "pip install kiln",
        "npm install kiln", "cargo run", "npx kiln", "make `a`", "npm ci & a", "echo a > b",
    ],
)  # fmt: skip
def test_anything_else_is_not(command: str) -> None:
    assert not is_ordinary(command)
