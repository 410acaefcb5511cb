import numpy as np
import pytest

from knownhands.learn.reference import ENOUGH, WINDOW, Reference, of_project, of_subjects

CORPUS = of_subjects(np.random.default_rng(0).normal(-5, 1, 20_000), "changes of other projects")


def history(size: int, centre: float = -5.0, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(centre, 1, size)


def test_of_99_the_riskiest_is_passed_by_one_in_a_hundred() -> None:
    reference = of_subjects(np.arange(99.0), "pots")
    assert reference.alarm_share(np.array([98.0, 89.0])) == pytest.approx([0.01, 0.1])


def test_weights_say_how_many_a_subject_stands_for() -> None:
    plain = of_subjects(np.array([1.0, 1.0, 1.0, 2.0]), "pots")
    weighed = of_subjects(np.array([1.0, 2.0]), "pots", np.array([3.0, 1.0]))
    assert plain.centre == weighed.centre == 1.0
    assert weighed.alarm_share(np.array([2.0])) == pytest.approx(1 / 6)


def test_beyond_the_riskiest_the_share_falls_by_e_for_every_unit_and_says_so() -> None:
    top = CORPUS.z[-1]
    shares = CORPUS.alarm_share(np.array([top, top + 1, top + 2]))
    assert shares[0] / shares[1] == pytest.approx(np.e)
    assert shares[1] / shares[2] == pytest.approx(np.e)
    assert CORPUS.is_extrapolated(np.array([top, top + 0.1])).tolist() == [False, True]


def test_riskier_is_never_more_common() -> None:
    z = np.linspace(-12, 4, 500)
    for size in (0, 1, 5, 50, ENOUGH - 1, ENOUGH, WINDOW):
        shares = of_project(history(size), CORPUS).alarm_share(z)
        assert (np.diff(shares) <= 1e-15).all()
        assert (shares > 0).all()
        assert (shares <= 1).all()


def test_a_project_without_a_past_is_compared_with_the_corpus() -> None:
    assert of_project(np.empty(0), CORPUS) is CORPUS


def test_only_the_last_thousand_changes_count() -> None:
    old, new = history(500, centre=0), history(WINDOW, seed=2)
    z = np.linspace(-8, 0, 20)
    both = of_project(np.concatenate([old, new]), CORPUS)
    assert both.alarm_share(z) == pytest.approx(of_project(new, CORPUS).alarm_share(z))
    assert both.of == "the 1,000 changes before it"


def test_few_changes_move_the_corpus_to_the_projects_median() -> None:
    reference = of_project(history(100, centre=-2), CORPUS)
    assert reference.centre == pytest.approx(-2, abs=0.4)
    assert reference.alarm_share(np.array([-2.0]))[0] == pytest.approx(0.5, abs=0.1)
    assert reference.of == "the 100 changes before it and changes of other projects"


@pytest.mark.parametrize("size", [20, 100, 1000])
def test_a_budget_is_held_on_changes_of_the_same_kind(size: int) -> None:
    later = history(20_000, centre=-3, seed=9)
    rates = [
        (of_project(history(size, centre=-3, seed=seed), CORPUS).alarm_share(later) <= 0.01).mean()
        for seed in range(30)
    ]
    assert 0.005 < np.mean(rates) < 0.02


def test_it_can_be_kept_as_json() -> None:
    again = Reference.from_json(CORPUS.to_json())
    z = np.linspace(-9, 3, 30)
    assert again.alarm_share(z).tolist() == CORPUS.alarm_share(z).tolist()
