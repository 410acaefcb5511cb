from dataclasses import replace

from measured_packages import sdist

BLOB = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w" * 8


def test_programs_that_nobody_can_read_are_counted_by_file(measure_packages):
    files = {"pots/a.py": f"data = '{BLOB}'\n", "pots/b.py": f"more = '{BLOB}'\n", "pots/c.py": "def (:\n"}
    (values,) = measure_packages(sdist(files))
    assert values["obfuscation_encoded_text"] == 2
    assert values["obfuscation_hidden_unicode"] == 0


def test_code_that_cannot_be_seen_without_scrolling_is_told(measure_packages):
    hidden = "import os" + " " * 300 + "; os.system('id')\n"
    twin = "import os\nos.system('id')\n"
    (values, plain) = measure_packages(sdist({"pots/a.py": hidden}), sdist({"pots/a.py": twin}))
    assert (values["obfuscation_offscreen_code"], plain["obfuscation_offscreen_code"]) == (1, 0)


def test_encoded_text_in_data_is_no_obfuscation_of_a_program(measure_packages):
    (values,) = measure_packages(sdist({"pots/glaze.txt": BLOB, "pots/a.py": "x = 1\n"}))
    assert values["obfuscation_encoded_text"] == 0


def test_native_code_is_odd_among_sources_and_ordinary_in_a_wheel(measure_packages):
    sources = sdist({"pots/a.so": b"\x7fELF" + b"\0" * 64})
    source, wheel = measure_packages(sources, replace(sources, form="wheel"))
    assert (source["native_code_in_sources"], wheel["native_code_in_sources"]) == (1, 0)
