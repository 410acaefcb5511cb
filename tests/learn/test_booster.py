import numpy as np
import pytest

from knownhands.errors import ModelError
from knownhands.learn.artefact import MODEL_FILES, Artefact
from knownhands.learn.booster import Booster
from knownhands.learn.dataset import Dataset


@pytest.mark.parametrize("head", MODEL_FILES)
def test_margins_and_contributions_are_lightgbms_own(model: Artefact, data: Dataset, head: str) -> None:
    import lightgbm

    names = model.heads[head]
    matrix = np.column_stack([data.column(name) for name in names])[:40]
    rows = [[None if np.isnan(value) else value for value in row] for row in matrix.tolist()]
    peer = lightgbm.Booster(model_file=str(model.folder / MODEL_FILES[head]))
    ours = model.boosters[head]
    assert ours.margins(rows) == pytest.approx(peer.predict(matrix, raw_score=True), abs=1e-9)
    for row, theirs in zip(rows, peer.predict(matrix, pred_contrib=True), strict=True):
        contributions, bias = ours.contributions(row)
        assert [*contributions, bias] == pytest.approx(theirs, abs=1e-9)


def test_contributions_add_up_to_the_margin(model: Artefact, data: Dataset) -> None:
    row = [float(data.column(name)[0]) for name in model.heads["all"]]
    contributions, bias = model.boosters["all"].contributions(row)
    assert sum(contributions) + bias == pytest.approx(model.boosters["all"].margins([row])[0], abs=1e-9)


def test_no_rows_give_no_margins(model: Artefact) -> None:
    assert model.boosters["hard"].margins([]) == []


def test_text_that_is_no_model_is_refused() -> None:
    with pytest.raises(ModelError, match="LightGBM refuses"):
        Booster("tree\n", 3)
