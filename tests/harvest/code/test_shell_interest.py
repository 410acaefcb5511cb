import pytest

from knownhands.harvest.code.shell_interest import may_matter, may_show


@pytest.mark.parametrize(
    "line", ["curl x", "c''url x", "c\\url", "$A x | $B", "  ./fire", "x; `y`", "cat /tmp/x", "${A:0:1}x"]
)
def test_what_may_show_something_is_looked_at(line: str) -> None:
    assert may_matter(line)
    assert may_show(line.encode())


@pytest.mark.parametrize("line", ["AC_DEFINE([CLAY], [1], [curly])", "echo hello", "set -e"])
def test_what_cannot_is_passed_over(line: str) -> None:
    assert not may_matter(line)
