from knownhands.records import Answer


def test_names_alike_but_for_case_are_told(ask):
    assert ask("has_parser_differential", {"pots/Kiln.py": "x = 1\n", "pots/kiln.py": "x = 2\n"}).answer is Answer.YES


def test_names_that_differ_are_not(ask):
    assert ask("has_parser_differential", {"pots/kiln.py": "x = 1\n", "pots/kilns.py": "x = 2\n"}).answer is Answer.NO
