from knownhands.records import Answer


def test_code_that_comes_out_of_a_data_file_is_told(ask):
    code = "text = open('payload.txt').read()\nexec(text)\n"
    finding = ask("executes_data", {"pots/__init__.py": code, "pots/payload.txt": "print('inert')\n"})
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == ("pots/__init__.py", 2)


def test_a_data_file_that_is_only_read_is_not(ask):
    assert ask("executes_data", {"pots/__init__.py": "text = open('glaze.txt').read()\n"}).answer is Answer.NO
