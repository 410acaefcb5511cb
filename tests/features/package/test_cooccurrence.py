from measured_packages import sdist

COLLECTS = "import getpass\nname = getpass.getuser()\n"
SENDS = "import requests\nrequests.post('https://pots.example', data={})\n"
RUNS = "eval('1')\n"
LONG = "x = 1\n" * 2000


def test_what_meets_in_one_file_is_more_than_what_is_spread_over_several(measure_packages):
    met, spread = measure_packages(
        sdist({"pots/a.py": COLLECTS + SENDS + RUNS}),
        sdist({"pots/a.py": COLLECTS, "pots/b.py": SENDS, "pots/c.py": RUNS}),
    )
    assert met["cooccurring_any_time"] == met["cooccurring_import"] >= 3
    assert (spread["cooccurring_any_time"], spread["cooccurrence_density"]) == (1, 0)
    assert (met["cooccurring_install"], spread["cooccurring_install"]) == (0, 0)


def test_the_same_in_a_longer_file_is_less_dense(measure_packages):
    short, long = measure_packages(sdist({"pots/a.py": SENDS + RUNS}), sdist({"pots/a.py": SENDS + RUNS + LONG}))
    assert short["cooccurring_any_time"] == long["cooccurring_any_time"]
    assert short["cooccurrence_density"] > 5 * long["cooccurrence_density"] > 0


def test_a_second_file_of_the_same_name_makes_nothing_look_longer(measure_packages):
    from dataclasses import replace

    dense = sdist({"pots/a.py": SENDS + RUNS})
    longer = sdist({"pots/a.py": LONG})
    both = replace(dense, members=(*longer.members, *dense.members))
    dense_values, both_values = measure_packages(dense, both)
    assert dense_values["capability_density"] == both_values["capability_density"]
