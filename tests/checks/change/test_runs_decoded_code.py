from knownhands.records import Answer

CODE = "import base64\nexec(base64.b64decode(clay))\n"


def test_code_that_is_decoded_and_run_when_it_is_loaded_is_told(ask):
    finding = ask("runs_decoded_code", "pots/kiln.py", CODE)
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == ("pots/kiln.py", 2)


def test_a_script_that_pipes_it_into_a_shell_is_told(ask):
    assert ask("runs_decoded_code", "build.sh", "echo Y3VybA== | base64 -d | sh\n").answer is Answer.YES


def test_what_is_only_decoded_is_not(ask):
    assert ask("runs_decoded_code", "pots/kiln.py", CODE.replace("exec", "print")).answer is Answer.NO
    assert ask("runs_decoded_code", "build.sh", 'echo "$KEY" | base64 -d > key.pem\n').answer is Answer.NO


def test_what_runs_only_when_it_is_called_is_not(ask):
    code = "import base64\n\ndef fire(clay):\n    exec(base64.b64decode(clay))\n"
    assert ask("runs_decoded_code", "pots/kiln.py", code).answer is Answer.NO
