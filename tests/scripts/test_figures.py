import figures


def test_the_figures_of_the_readme_are_those_of_the_models_that_ship():
    page = (figures.ROOT / "README.md").read_text("utf-8")
    assert page.count("<!-- figures: ") == 2
    assert figures.written(page) == page, "run python scripts/figures.py"
