from measured_packages import sdist


def test_programs_and_their_bytes_are_counted_without_what_stands_aside(measure_packages):
    files = {"pots/a.py": "x = 1\n", "pots/b.js": "eval('1')\n", "tests/c.py": "y\n" * 99, "README": "pots\n"}
    (values,) = measure_packages(sdist(files))
    assert (values["programs"], values["program_bytes"], values["largest_program_bytes"]) == (2, 16, 10)
    assert (values["capable_programs"], values["capable_share"]) == (1, 0.5)


def test_without_a_program_there_is_no_share_and_no_median(measure_packages):
    (values,) = measure_packages(sdist({"README": "pots\n"}))
    assert (values["programs"], values["program_bytes"], values["capable_programs"]) == (0, 0, 0)
    assert values["capable_share"] is values["median_program_bytes"] is values["largest_program_bytes"] is None
