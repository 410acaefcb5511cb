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
    assert met["together_any"] == met["together_import"] >= 3
    assert (spread["together_any"], spread["densest_of_several"]) == (1, 0)
    assert (met["together_install"], spread["together_install"]) == (0, 0)


def test_the_same_in_a_longer_file_is_less_dense(measure_packages):
    short, long = measure_packages(sdist({"pots/a.py": SENDS + RUNS}), sdist({"pots/a.py": SENDS + RUNS + LONG}))
    assert short["together_any"] == long["together_any"]
    assert short["densest_of_several"] > 5 * long["densest_of_several"] > 0


def test_a_second_file_of_the_same_name_makes_nothing_look_longer(measure_packages):
    from dataclasses import replace

    dense = sdist({"pots/a.py": SENDS + RUNS})
    longer = sdist({"pots/a.py": LONG})
    both = replace(dense, members=(*longer.members, *dense.members))
    one, two = measure_packages(dense, both)
    assert one["densest"] == two["densest"]
