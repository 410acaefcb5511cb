import figures


def test_the_figures_of_the_readme_are_those_of_the_models_that_ship():
    page = (figures.ROOT / "README.md").read_text("utf-8")
    assert page.count("<!-- figures: ") == 2
    assert figures.written(page) == page, "run python scripts/figures.py"


def test_the_worst_attack_is_among_them():
    attacks = figures._metrics("package_malware")["attacks"]
    worst = min(attack["recall_fpr_1"] for attack in attacks.values())
    assert figures._three(worst) in figures._package(figures._metrics("package_malware"))
