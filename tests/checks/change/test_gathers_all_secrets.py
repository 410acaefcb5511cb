from knownhands.records import Answer

WORKFLOW = """\
on: push
jobs:
  fire:
    runs-on: ubuntu-latest
    steps:
      - run: echo "$POTS"
        env:
          POTS: ${{ %s }}
"""


def test_a_job_that_takes_every_secret_is_told(ask):
    finding = ask("gathers_all_secrets", ".github/workflows/kiln.yml", WORKFLOW % "toJSON(secrets)")
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == (".github/workflows/kiln.yml", 8)


def test_a_job_that_takes_one_is_not(ask):
    finding = ask("gathers_all_secrets", ".github/workflows/kiln.yml", WORKFLOW % "secrets.POTS")
    assert finding.answer is Answer.NO


def test_the_same_in_a_document_is_not(ask):
    assert ask("gathers_all_secrets", "docs/kiln.yml", WORKFLOW % "toJSON(secrets)").answer is Answer.NO
