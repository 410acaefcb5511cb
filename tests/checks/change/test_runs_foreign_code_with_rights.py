from knownhands.records import Answer

WORKFLOW = """\
on: %s
jobs:
  fire:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - run: npm ci && npm test
"""


def test_a_pull_request_that_is_run_with_secrets_is_told(ask):
    finding = ask("runs_foreign_code_with_rights", ".github/workflows/kiln.yml", WORKFLOW % "pull_request_target")
    assert finding.answer is Answer.YES
    assert finding.evidence[0].ref == ".github/workflows/kiln.yml"


def test_a_pull_request_that_is_run_without_them_is_not(ask):
    finding = ask("runs_foreign_code_with_rights", ".github/workflows/kiln.yml", WORKFLOW % "pull_request")
    assert finding.answer is Answer.NO
