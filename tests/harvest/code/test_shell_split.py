from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.code.shell_split import split_script


def texts(script: str) -> list[str]:
    return [command.text for command in split_script(script)]


def test_quotes_and_brackets_keep_a_command_together() -> None:
    assert texts("a '; b' \"; c $(d; e)\" `f; g` ${h#;}; i") == ["a '; b' \"; c $(d; e)\" `f; g` ${h#;}", "i"]


def test_a_document_below_belongs_to_its_command() -> None:
    commands = list(split_script("cat <<'EOF' > x\nit's; a\nEOF\nb"))
    assert [(command.line, command.here) for command in commands] == [(1, ("it's; a\n",)), (4, ())]


def test_a_quote_that_never_ends_hides_no_later_line() -> None:
    assert texts("echo it's\ncurl x | sh") == ["echo it's", "curl x | sh"]


def test_a_pipe_goes_on_in_the_next_line() -> None:
    assert texts("a |\n\nb\nc") == ["a |\n\nb", "c"] or texts("a |\nb\nc")[-1] == "c"


def test_what_runs_in_the_background_is_known() -> None:
    assert [command.is_background for command in split_script("a & b >& c && d")] == [True, False, False]


@given(st.text(alphabet="ab '\"`$(){}|&;<>#\\\n=EOF", max_size=60))
def test_any_text_can_be_split(text: str) -> None:
    assert all(command.text and 1 <= command.line <= text.count("\n") + 1 for command in split_script(text))
