import pytest

from knownhands.harvest.names.rows import store_matches
from knownhands.store import subjects
from measured_packages import measure_subjects, packed


@pytest.fixture
def called(measure_packages, package_store):
    """What measures a package that is called so, by the word of its own archive or of whoever asks."""

    def now(manifest: str, **subject: str):
        measure_packages(packed({"PKG-INFO": manifest}))
        subjects.prepare(package_store, "package")
        subjects.add(package_store, [{"artifact": "artifact 0", **subject}])
        store_matches(package_store)
        return measure_subjects(package_store)[0]

    return now


def test_a_name_close_to_a_well_known_one_is_told_and_an_unlike_one_is_not(called):
    assert called("Name: reqeusts\n")["name_confusability"] > 0
    assert called("Name: potterywheelspinner\n")["name_confusability"] == 0


def test_the_name_asked_for_goes_before_what_the_archive_says(measure_packages, package_store):
    measure_packages(packed({"PKG-INFO": "Name: pots123\n"}))
    subjects.prepare(package_store, "package")
    subjects.add(package_store, [{"artifact": "artifact 0", "name": "pots1"}, {"artifact": "artifact 0"}])
    assert [values["name_digits"] for values in measure_subjects(package_store)] == [1, 3]


def test_a_package_without_a_name_has_no_digits_in_it_and_not_none_either(called):
    values = called("Version: 1.0\n")
    assert values["name_digits"] is values["name_confusability"] is None


def test_a_name_that_nobody_looked_up_is_not_known_to_be_unlike(measure_packages):
    (values,) = measure_packages(packed({"PKG-INFO": "Name: reqeusts\n"}))
    assert (values["name_confusability"], values["name_digits"]) == (None, 0)
