from knownhands.records import Answer

HIDDEN = "access = 'user\u202e \u2066# only admins\u2069 \u2066'\n"


def test_characters_that_reorder_a_program_are_told(ask):
    finding = ask("hides_unicode", {"pots/kiln.py": "x = 1\n" + HIDDEN})
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == ("pots/kiln.py", 2)


def test_the_same_in_a_translation_and_letters_of_other_scripts_are_not(ask):
    files = {"pots/he.po": HIDDEN, "pots/kiln.py": "name = '\u05e7\u05e8\u05de\u05d9\u05e7\u05d4'\n"}
    assert ask("hides_unicode", files).answer is Answer.NO
