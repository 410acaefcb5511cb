import pytest

from measured_packages import packed, sdist


def test_what_is_said_what_is_left_out_and_what_is_left_to_code_are_three_things(measure_packages):
    said = "setup(name='pots', version='1.0', description='Fires small pots', url='https://pots.example')\n"
    left_to_code = "setup(name='pots', version='1.0', description=read('README'))\n"
    whole, empty, dynamic = measure_packages(
        *(packed({"setup.py": body}) for body in (said, "setup(name='pots')\n", left_to_code))
    )
    assert (whole["has_summary"], whole["summary_words"], whole["has_homepage"]) == (1, 3, 1)
    assert (empty["has_summary"], empty["summary_words"], empty["has_homepage"]) == (0, 0, 0)
    assert (dynamic["has_summary"], dynamic["summary_words"], dynamic["has_homepage"]) == (None, None, 0)


def test_an_archive_that_says_nothing_of_itself_is_not_said_to_say_nothing(measure_packages):
    (values,) = measure_packages(packed({"kiln.py": "x = 1\n"}))
    assert values["has_author"] is values["has_licence"] is values["version_is_odd"] is None


@pytest.mark.parametrize(
    ("version", "odd"),
    [("1.0", 0), ("0.0.1", 0), ("2024.1", 0), ("0.0.0", 1), ("99.9.9", 1), ("v77", 1), ("9" * 40, 0), ("", 0)],
)
def test_a_version_is_odd_or_not(measure_packages, version, odd):
    (values,) = measure_packages(packed({"PKG-INFO": f"Name: pots\nVersion: {version}\n"}))
    assert values["version_is_odd"] == odd


def test_code_changes_nothing_of_what_is_claimed(measure_packages):
    claims = ("has_summary", "summary_words", "has_homepage", "has_author", "has_email", "has_licence")
    quiet, loud = measure_packages(sdist({}), sdist({"pots/a.py": "eval('1')\n"}))
    assert [quiet[name] for name in claims] == [loud[name] for name in claims]


def test_a_repository_and_a_module_of_another_name_are_told_from_its_own(measure_packages):
    def named(repository, module):
        setup = f"setup(name='glaze-pots', url='https://github.com/kiln/{repository}')\n"
        return packed({"setup.py": setup, f"{module}/__init__.py": ""})

    own, other = measure_packages(named("glaze_pots.git", "glazepots"), named("chimney", "chimney"))
    assert (own["homepage_likeness"], own["module_likeness"]) == (1, 1)
    assert max(other["homepage_likeness"], other["module_likeness"]) < 0.6


def test_what_a_template_left_is_counted(measure_packages):
    setup = "setup(name='pots', author='{}', author_email='{}', description='{}')\n"
    left, filled = measure_packages(
        packed({"setup.py": setup.format("Your Name", "you@example.com", "A small example package")}),
        packed({"setup.py": setup.format("Ada Kiln", "ada@kiln.example", "Fires small pots")}),
    )
    assert (left["placeholder_metadata"], filled["placeholder_metadata"]) == (3, 0)


@pytest.mark.parametrize(
    ("field", "count"),
    [
        ("Summary: A simple example package", 1),
        ("Summary: A simple framework for kilns", 0),
        ("Summary: my first Python package.", 1),
        ("Home-page: https://github.com/", 1),
        ("Home-page: https://github.com/kiln/pots", 0),
        ("Author-email: 7+ada@users.noreply.github.com", 0),
    ],
)
def test_what_still_reads_as_in_a_template_is_told_from_what_somebody_wrote(measure_packages, field, count):
    (values,) = measure_packages(packed({"PKG-INFO": f"Name: pots\nVersion: 1.0\n{field}\n"}))
    assert values["placeholder_metadata"] == count
