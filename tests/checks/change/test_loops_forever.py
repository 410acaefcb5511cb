from textwrap import indent

from knownhands.records import Answer

LOOP = "for (let i = 7; i < Infinity; i++) {\n  console.log('pots')\n}\n"


def test_a_module_that_never_ends_to_load_is_told(ask):
    finding = ask("loops_forever", "lib/kiln.js", LOOP)
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == ("lib/kiln.js", 1)


def test_a_loop_that_somebody_has_to_call_is_not(ask):
    assert ask("loops_forever", "lib/kiln.js", f"function fire() {{\n{indent(LOOP, '  ')}}}\n").answer is Answer.NO


def test_a_loop_that_ends_is_not(ask):
    assert ask("loops_forever", "lib/kiln.js", LOOP.replace("Infinity", "9")).answer is Answer.NO
