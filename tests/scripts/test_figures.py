import json

import figures


def test_the_figures_of_the_readme_are_those_of_the_models_that_ship():
    page = (figures.ROOT / "README.md").read_text("utf-8")
    assert page.count("<!-- figures: ") == 2
    assert figures.written(page) == page, "run python scripts/figures.py"


def test_the_worst_attack_is_among_them():
    metrics = figures.ROOT / "models" / "package-malware-2026-11" / "metrics.json"
    attacks = json.loads(metrics.read_text("utf-8"))["attacks"]
    worst = min(attack["recall_fpr_1"] for attack in attacks.values())
    page = figures.written("<!-- figures: package_malware -->\n<!-- /figures -->")
    assert f"{worst:.3f}".removeprefix("0") in page
