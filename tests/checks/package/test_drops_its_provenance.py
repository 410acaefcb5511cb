from knownhands.records import Answer
from registered import DAY, TODAY, file, release, run_check

CHECK = "drops_its_provenance"
URL = "https://registry.example/attestations"


def story(*proven, ecosystem="npm"):
    """One release a month, each with or without provenance."""
    days = range(TODAY - 30 * len(proven), TODAY, 30)
    for number, (day, is_proven) in enumerate(zip(days, proven, strict=True)):
        yield release(f"1.{number}.0", day, ecosystem)
        yield file(f"1.{number}.0", ecosystem, provenance=URL if is_proven else None)


def test_a_release_by_hand_after_built_ones_is_told():
    finding = run_check(CHECK, story(True, True, True, False), "1.3.0")
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["teapot-1.3.0.tgz"]


def test_one_file_without_among_others_with_is_told_once_it_is_there():
    late = file("1.3.0", "pypi", filename="teapot-1.3.0.tar.gz", kind="sdist", uploaded_at=(TODAY - 5) * DAY)
    rows = [*story(True, True, True, True, ecosystem="pypi"), late]
    assert run_check(CHECK, rows, "1.3.0", ecosystem="pypi").answer is Answer.YES
    assert run_check(CHECK, rows, "1.3.0", day=TODAY - 6, ecosystem="pypi").answer is Answer.NO


def test_a_package_that_has_it_now_and_then_drops_nothing():
    assert run_check(CHECK, story(True, False, True, False), "1.3.0").answer is Answer.NO
    assert run_check(CHECK, story(True, True, True, True), "1.3.0").answer is Answer.NO


def test_a_build_service_without_a_password_is_as_good():
    rows = [*story(True, True, True), release("1.3.0", trusted_publisher="forge"), file("1.3.0")]
    assert run_check(CHECK, rows, "1.3.0").answer is Answer.NO


def test_where_no_provenance_was_ever_told_it_is_unknown():
    assert run_check(CHECK, story(False, False, False, False), "1.3.0").answer is Answer.UNKNOWN
    assert run_check(CHECK, [*story(True, True, True), release("1.3.0")], "1.3.0").answer is Answer.UNKNOWN
