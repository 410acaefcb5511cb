import pytest

from into import replaced

PAGE = "# Pots\n\n<!-- bench: kiln -->\nold\n<!-- /bench -->\n\n<!-- bench: glaze -->\n<!-- /bench -->\n"


def test_only_the_section_of_that_name_is_replaced():
    page = replaced(PAGE, "kiln", "| new |\n")
    assert "old" not in page
    assert page.count("| new |") == 1
    assert page.index("| new |") < page.index("glaze")
    assert replaced(page, "kiln", "| new |") == page


def test_a_section_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="0 sections are called wheel"):
        replaced(PAGE, "wheel", "")
