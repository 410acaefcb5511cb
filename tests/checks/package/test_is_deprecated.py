from knownhands.documents.registry import Package
from knownhands.records import Answer
from registered import NAME, TODAY, release, run_check

CHECK = "is_deprecated"


def test_a_release_with_a_word_of_warning_is_told_with_that_word():
    finding = run_check(CHECK, [release("1.0.0", deprecated="use kettle")])
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["use kettle"]


def test_an_archived_python_project_is_told_and_an_active_one_is_not():
    for lifecycle, answer in {"archived": Answer.YES, "deprecated": Answer.YES, "active": Answer.NO}.items():
        rows = [Package("pypi", NAME, lifecycle=lifecycle), release("1.0", ecosystem="pypi")]
        assert run_check(CHECK, rows, "1.0", ecosystem="pypi").answer is answer


def test_a_registry_that_never_uses_the_field_leaves_it_unknown():
    assert run_check(CHECK, [release("1.0.0", deprecated="")]).answer is Answer.NO
    assert run_check(CHECK, [release("1.0.0")]).answer is Answer.UNKNOWN
    assert run_check(CHECK, [release("1.0.0", deprecated="")], heard=TODAY + 1).answer is Answer.UNKNOWN
