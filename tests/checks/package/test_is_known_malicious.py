from advisories import about, osv
from knownhands.records import Answer

MALWARE = osv("MAL-2026-1", about("pots", "introduced 1.0", "fixed 2.0"))


def test_a_version_that_is_listed_is_told_with_the_id(ask_of) -> None:
    finding = ask_of("is_known_malicious", [MALWARE], ("pypi", "pots", "1.5"))
    assert finding.answer is Answer.YES
    assert [(place.kind, place.ref) for place in finding.evidence] == [("field", "MAL-2026-1")]


def test_another_version_another_package_and_a_weakness_are_not(ask_of) -> None:
    weakness = osv("PYSEC-2026-1", about("kettle", "introduced 0"))
    for subject in (("pypi", "pots", "2.0"), ("pypi", "teacup", "1.0"), ("pypi", "kettle", "1.0")):
        assert ask_of("is_known_malicious", [MALWARE, weakness], subject).answer is Answer.NO


def test_what_was_withdrawn_is_not(ask_of) -> None:
    withdrawn = osv("MAL-2026-1", about("pots", "introduced 0"), withdrawn="2026-03-05T00:00:00Z")
    assert ask_of("is_known_malicious", [withdrawn], ("pypi", "pots", "1.0")).answer is Answer.NO


def test_where_no_list_of_malware_was_read_it_is_unknown(ask_of) -> None:
    weakness = osv("PYSEC-2026-1", about("kettle", "introduced 0"))
    assert ask_of("is_known_malicious", [weakness], ("pypi", "pots", "1.0")).answer is Answer.UNKNOWN
    assert ask_of("is_known_malicious", [MALWARE], ("npm", "pots", "1.0.0")).answer is Answer.UNKNOWN
    finding = ask_of("is_known_malicious", [], ("pypi", "pots", "1.0"))
    assert finding.answer is Answer.UNKNOWN
    assert "`knownhands harvest advisories FOLDER_OR_ZIP`" in finding.remedy


def test_a_version_that_is_not_known_or_cannot_be_compared_is_unknown(ask_of) -> None:
    for subject in (("pypi", "pots", None), ("pypi", "pots", "2004d"), ("pypi", "kettle", None)):
        assert ask_of("is_known_malicious", [MALWARE], subject).answer is Answer.UNKNOWN


def test_a_subject_that_was_not_looked_for_is_unknown(ask_of) -> None:
    finding = ask_of("is_known_malicious", [MALWARE], ("pypi", "kettle", "1.0"), is_matched=False)
    assert finding.answer is Answer.UNKNOWN
