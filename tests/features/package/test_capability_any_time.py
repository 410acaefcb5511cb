from knownhands.features.assemble import find_evidence
from measured_packages import sdist

CALLS = "import subprocess\ndef fire():\n    subprocess.run(['id'])\n    subprocess.Popen(['id'])\n"


def test_ways_in_one_file_count_and_files_do_not_add_up(measure_packages):
    one_file, two_files = measure_packages(
        sdist({"pots/a.py": CALLS}), sdist({"pots/a.py": CALLS, "pots/b.py": CALLS.replace("fire", "burn")})
    )
    assert one_file["any_time_process"] == two_files["any_time_process"] == 2


def test_what_it_can_do_in_any_moment_counts(measure_packages):
    (values,) = measure_packages(sdist({"setup.py": CALLS, "pots/__init__.py": "eval('1')\n"}))
    assert (values["any_time_process"], values["any_time_dynamic_code"]) == (2, 1)
    assert values["install_dynamic_code"] == 0


def test_the_lines_that_show_it_are_named(measure_packages, package_store):
    measure_packages(sdist({"pots/a.py": CALLS}))
    evidence = find_evidence(package_store, "package", {"any_time_process": [0]})
    ((place,),) = evidence.values()
    assert (place.kind, place.ref, place.line) == ("file", "pots/a.py", 3)
