"""Random expressions over indexed quantities agree with an interpreter on labelled arrays."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import forecast

DRAWS = 40
LABS, YEARS = ("a", "b", "c"), ("2020", "2021")

BEFORE = """
index lab = a, b, c
index year = 2020 to 2021
index rival = lab
x ~ uniform(-2, 2)
y ~ uniform(0.5, 2)
p[lab] ~ uniform(-2, 2)
q[year] ~ uniform(-2, 2)
r[lab, year] ~ uniform(-2, 2)
s[year, lab] ~ uniform(0.5, 3)
k ~ choice(a: 1, b: 1, c: 1)
m[year] ~ choice(b: 1, a: 2, c: 3)
"""

DIMS: dict[str, tuple[str, ...]] = {
    "x": (),
    "y": (),
    "p": ("lab",),
    "q": ("year",),
    "r": ("lab", "year"),
    "s": ("lab", "year"),
}

type Worlds = dict[str, xr.DataArray]


@dataclass(frozen=True)
class Piece:
    """An expression as text, its dimensions, and what it is worth."""

    text: str
    dims: frozenset[str]
    value: Callable[[Worlds], xr.DataArray]


def variable(name: str) -> Piece:
    return Piece(name, frozenset(DIMS[name]), lambda worlds: worlds[name])


def number(value: float) -> Piece:
    return Piece(str(value), frozenset(), lambda worlds: xr.full_like(worlds["x"], value))


def binary(operator: str, left: Piece, right: Piece) -> Piece:
    apply: Callable[[xr.DataArray, xr.DataArray], xr.DataArray] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
    }[operator]
    text = f"({left.text} {operator} {right.text})"
    return Piece(text, left.dims | right.dims, lambda worlds: apply(left.value(worlds), right.value(worlds)))


def quotient(left: Piece, right: Piece) -> Piece:
    return Piece(
        f"{left.text} / (1 + abs({right.text}))",
        left.dims | right.dims,
        lambda worlds: left.value(worlds) / (1 + abs(right.value(worlds))),
    )


def unary(function: str, piece: Piece) -> Piece:
    texts = {"-": "(-{})", "abs": "abs({})", "sqrt": "sqrt(abs({}))", "exp": "exp(clamp({}, -3, 2))", "^2": "({})^2"}
    apply: Callable[[xr.DataArray], xr.DataArray] = {
        "-": lambda a: -a,
        "abs": abs,
        "sqrt": lambda a: np.sqrt(abs(a)),
        "exp": lambda a: np.exp(a.clip(-3, 2)),
        "^2": lambda a: a**2,
    }[function]
    return Piece(texts[function].format(piece.text), piece.dims, lambda worlds: apply(piece.value(worlds)))


def extreme(function: str, left: Piece, right: Piece) -> Piece:
    apply = np.minimum if function == "min" else np.maximum
    return Piece(
        f"{function}({left.text}, {right.text})",
        left.dims | right.dims,
        lambda worlds: apply(*xr.broadcast(left.value(worlds), right.value(worlds))),
    )


def conditional(test: tuple[str, float], then: Piece, otherwise: Piece) -> Piece:
    name, bound = test
    return Piece(
        f"(if {name} > {bound} then {then.text} else {otherwise.text})",
        frozenset(DIMS[name]) | then.dims | otherwise.dims,
        lambda worlds: xr.where(worlds[name] > bound, then.value(worlds), otherwise.value(worlds)),
    )


def reduction(function: str, over: str, piece: Piece) -> Piece:
    """Along one index, both, or (where the piece lacks it) of the piece beside one that has it."""
    indexes = ["lab", "year"] if over == "lab, year" else [over]
    for index in indexes:
        if index not in piece.dims:
            piece = binary("+", piece, variable("p" if index == "lab" else "q"))
    apply: Callable[[xr.DataArray], xr.DataArray] = {
        "sum": lambda a: a.sum(indexes),
        "mean": lambda a: a.mean(indexes),
        "max": lambda a: a.max(indexes),
        "min": lambda a: a.min(indexes),
        "sd": lambda a: a.std(indexes, ddof=1),
    }[function]
    text = f"{function}({piece.text} over {over})"
    return Piece(text, piece.dims - set(indexes), lambda worlds: apply(piece.value(worlds)))


def element(label: str, piece: Piece) -> Piece:
    index = "lab" if label in LABS else "year"
    if index not in piece.dims:
        piece = binary("*", piece, variable("p" if index == "lab" else "q"))
    return Piece(
        f"({piece.text})[{label}]",
        piece.dims - {index},
        lambda worlds: piece.value(worlds).sel({index: label}, drop=True),
    )


def pick(selector: str, piece: Piece) -> Piece:
    """The element that an uncertain category says."""
    if "lab" not in piece.dims:
        piece = binary("+", piece, variable("p"))
    dims = piece.dims - {"lab"} | ({"year"} if selector == "m" else set())
    return Piece(
        f"({piece.text})[{selector}]",
        frozenset(dims),
        lambda worlds: piece.value(worlds).isel(lab=worlds[selector].astype(int)).drop_vars("lab"),
    )


def compared(name: str) -> Piece:
    """Every element beside every other one: under its second name an index is another dimension."""
    return Piece(
        f"max(abs({name}[rival] - {name}) over rival)",
        frozenset(DIMS[name]),
        lambda worlds: abs(worlds[name].rename(lab="rival") - worlds[name]).max("rival"),
    )


LEAVES = st.one_of(
    st.sampled_from(list(DIMS)).map(variable),
    st.sampled_from([0.5, 1.0, 2.0, 3.25]).map(number),
    st.sampled_from(["p", "r", "s"]).map(compared),
)
TESTS = st.tuples(st.sampled_from(list(DIMS)), st.sampled_from([0.25, 1.0]))


def larger(pieces: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    return st.one_of(
        st.builds(binary, st.sampled_from("+-*"), pieces, pieces),
        st.builds(quotient, pieces, pieces),
        st.builds(unary, st.sampled_from(["-", "abs", "sqrt", "exp", "^2"]), pieces),
        st.builds(extreme, st.sampled_from(["min", "max"]), pieces, pieces),
        st.builds(conditional, TESTS, pieces, pieces),
        st.builds(
            reduction,
            st.sampled_from(["sum", "mean", "max", "min", "sd"]),
            st.sampled_from(["lab", "year", "lab, year"]),
            pieces,
        ),
        st.builds(element, st.sampled_from([*LABS, *YEARS]), pieces),
        st.builds(pick, st.sampled_from(["k", "m"]), pieces),
    )


PIECES = st.lists(st.recursive(LEAVES, larger, max_leaves=6), min_size=15, max_size=15)


def labelled(draws: np.ndarray, dims: tuple[str, ...]) -> xr.DataArray:
    coordinates = {"lab": list(LABS), "year": list(YEARS)}
    return xr.DataArray(draws, dims=("draw", *dims), coords={dim: coordinates[dim] for dim in dims})


def check(pieces: list[Piece]) -> None:
    """One model with all expressions, each against what the interpreter makes of the same worlds."""
    lines = [f"e{i} = {piece.text}" for i, piece in enumerate(pieces)]
    names = [f"e{i}" for i in range(len(pieces))]
    answer = forecast.load(BEFORE + "\n".join(lines)).run(draws=DRAWS, seed=9, ask=[*DIMS, "k", "m", *names])
    worlds = {name: labelled(answer.draws[name], dims) for name, dims in (DIMS | {"k": (), "m": ("year",)}).items()}
    for name, piece in zip(names, pieces, strict=True):
        expected = piece.value(worlds)
        dims = answer.question(name).dims
        assert set(dims) == piece.dims, piece.text
        assert dims == tuple(dim for dim in ("lab", "year") if dim in dims)
        found = labelled(answer.draws[name], dims)
        difference = abs(found - expected.transpose("draw", *dims))
        assert bool((difference <= 1e-9 * (1 + abs(expected))).all()), piece.text


# Every example compiles a program, and shrinking would compile hundreds.
def searching(examples: int) -> settings:
    return settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@searching(5)
@given(PIECES)
def test_expressions_mean_what_they_say(pieces: list[Piece]) -> None:
    check(pieces)


@pytest.mark.slow
@searching(30)
@given(PIECES)
def test_many_expressions_mean_what_they_say(pieces: list[Piece]) -> None:
    check(pieces)
