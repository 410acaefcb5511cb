import json


def test_every_category_is_read_and_what_has_no_version_says_why(read_lock) -> None:
    lock = {
        "_meta": {"pipfile-spec": 6},
        "default": {"clay": {"version": "==1.0", "markers": "os_name == 'nt'"}, "app": {"editable": True, "path": "."}},
        "develop": {"kiln": {"git": "https://forge.example/kiln.git", "ref": "00"}, "wax": {"version": "*"}},
        "docs": {"ink": {"version": "==2", "hashes": ["sha256:aa"]}},
    }
    found = read_lock(**{"Pipfile.lock": json.dumps(lock)})
    assert {name: item.gap for name, item in found.items()} == {
        "clay": "",
        "ink": "",
        "app": "editable: .",
        "kiln": "vcs: https://forge.example/kiln.git",
        "wax": "unpinned: *",
    }
    assert found["clay"].marker == "os_name == 'nt'"
    assert found["clay"].is_direct is None
    assert found["ink"].hashes == ("sha256:aa",)
