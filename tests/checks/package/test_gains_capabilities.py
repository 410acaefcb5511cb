from knownhands.records import Answer

KILN = "import subprocess\n\n\ndef fire():\n    subprocess.run(['kiln'])\n"
HIDDEN = "import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n"
STREAM = {"package.json": '{"name": "stream"}', "index.js": "module.exports = require('./map');\n", "map.js": "1;\n"}
PAYLOAD = "eval(Buffer.from(require('./test/data')[0], 'hex').toString());\n"


def test_a_release_that_gains_a_file_that_decodes_and_runs_is_told_with_its_place(compare):
    finding = compare(
        "gains_capabilities",
        {**STREAM, "map.js": "1;\n" + PAYLOAD, "test/data.js": "1;\n"},
        form="npm",
        previous=STREAM,
    )
    assert finding.answer is Answer.YES
    assert [(place.kind, place.ref, place.line) for place in finding.evidence] == [("file", "map.js", 2)]


def test_a_release_that_does_what_the_one_before_did_does_not(compare):
    files = {"pots/kiln.py": HIDDEN}
    assert compare("gains_capabilities", {**files, "pots/glaze.py": KILN}, previous=files).answer is Answer.NO


def test_what_moves_to_another_line_or_file_is_not_gained(compare):
    before, after = {"pots/kiln.py": HIDDEN}, {"pots/fire.py": "\n\n" + HIDDEN}
    assert compare("gains_capabilities", after, previous=before).answer is Answer.NO


def test_what_was_done_when_called_and_is_now_done_on_import_is_gained(compare):
    after = {"pots/kiln.py": "import subprocess\nsubprocess.run(['kiln'])\n"}
    assert compare("gains_capabilities", after, previous={"pots/kiln.py": KILN}).answer is Answer.YES


def test_machine_code_is_gained_whenever_it_runs(compare):
    after = {"pots/data.bin": b"\x7fELF\2\1\1" + bytes(60)}
    assert compare("gains_capabilities", after, previous={"pots/data.bin": b"\x89PNG"}).answer is Answer.YES


def test_half_a_release_before_is_not_clean_and_nobody_is_blamed_for_it_alone(compare):
    noise = {"pots/data.bin": bytes(range(256)) * 400}
    assert compare("gains_capabilities", noise, previous=noise, cut=200).answer is Answer.UNKNOWN
