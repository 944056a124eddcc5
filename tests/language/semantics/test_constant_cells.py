"""What is known of single elements before a run is what the run shows, and what is uncertain is left open."""

import numpy as np
import pytest

import forecast
from forecast.language.semantics.constant_cells import ConstantCells
from forecast.language.semantics.findings import Findings
from forecast.language.semantics.scope import Scope

BEFORE = """
index lab = a, b, c
index other = lab
index year = 2030 to 2032
w[lab] = {a: 1, b: 2, else: 5}
R[lab, other] = if lab == other then 1 else w * w[other] / 100
u ~ 1 to 2
v[lab] ~ 1 to 2
"""
CONSTANT = [
    "w",
    "w / sum(w over lab)",
    "w - mean(w over lab)",
    "R",
    "R[lab.b]",
    "R[other, lab]",
    "sum(R over other)",
    "if w > 1 and w <= 2 then w else 0",
    "if not (w == 1 or w > 2) then w else 7",
    "year * w",
    "w[b] + 0 * year",
]
UNCERTAIN = ["u * w", "w + v", "sum(v over lab)", "if u > 1 then w else 2 * w", "max(w, v)"]


def values(expression: str) -> tuple[np.ndarray, np.ndarray]:
    """Element by element what is known (NaN where nothing is), and what one draw shows."""
    file = forecast.load(f"{BEFORE}\nquestion q = {expression}")
    model = file.model
    scope = Scope(Findings(), model.catalogue, model.epoch, None, dict(model.indexes), {}, {}, nodes=dict(model.nodes))
    term, cells = model.nodes["q"].term, ConstantCells(scope)
    shape = tuple(model.size(dim) for dim in term.type.dims)
    known = [cells.value(term, dict(zip(term.type.dims, at, strict=True))) for at in np.ndindex(*shape)]
    found = np.array([np.nan if value is None else value for value in known]).reshape(shape)
    return found, file.run(draws=1).draws["q"][0]


@pytest.mark.parametrize("expression", CONSTANT)
def test_a_constant_element_has_its_value(expression: str) -> None:
    known, drawn = values(expression)
    np.testing.assert_allclose(known, drawn, rtol=1e-14)


@pytest.mark.parametrize("expression", UNCERTAIN)
def test_an_uncertain_element_has_none(expression: str) -> None:
    known, _ = values(expression)
    assert np.isnan(known).all()
