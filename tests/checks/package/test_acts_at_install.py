from knownhands.records import Answer


def test_a_setup_script_that_runs_programs_is_told_with_its_line(ask):
    finding = ask(
        "acts_at_install",
        {"setup.py": "import os\nfrom setuptools import setup\nos.system('id')\nsetup()\n"},
    )
    assert finding.answer is Answer.YES
    assert [(place.ref, place.line, place.excerpt) for place in finding.evidence] == [("setup.py", 3, "os.system")]


def test_an_ordinary_setup_script_and_a_program_that_runs_later_are_not(ask):
    files = {
        "setup.py": "from setuptools import setup\nsetup(name='pots')\n",
        "pots/kiln.py": "import subprocess\n\n\ndef fire():\n    subprocess.run(['kiln'])\n",
    }
    assert ask("acts_at_install", files).answer is Answer.NO


def test_half_an_archive_is_unknown_and_never_clean(ask):
    noise = bytes(range(256)) * 400
    finding = ask("acts_at_install", {"pots/data.bin": noise, "setup.py": "import os\n"}, cut=200)
    assert finding.answer is Answer.UNKNOWN
