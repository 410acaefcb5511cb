import pytest

from knownhands.harvest.code.shell_literal import written_out
from knownhands.harvest.code.shell_words import parse_stages


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("echo -n a 'b c'", "a b c"),
        ("printf '%s' a", "a"),
        ("echo 6b696c6e | xxd -r -p", "kiln"),
        ("echo xvya | tr a-z n-za-m", "kiln"),
        ("rev <<< nlik | cat", "kiln"),
        ("echo '!' | base64 -d", ""),
        ("cat clay", ""),
    ],
)
def test_what_a_pipeline_says_is_known_where_its_words_say_it(text: str, literal: str) -> None:
    assert written_out([(stage.words, stage.redirects) for stage in parse_stages(text, {})]) == literal
