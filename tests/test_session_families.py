"""The less common distributions through the whole of a run: under an index, with fixed parameters and with uncertain ones."""

from math import sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.language.semantics.ranges import Range, range_of


class HalfStudentT:
    """SciPy has no half of a Student's t."""

    def __init__(self, df, scale) -> None:
        self.dist = self.whole = stats.t(df, 0, scale)

    def cdf(self, x):
        return 2 * self.whole.cdf(x) - 1


DRAWS = 20_000
# declaration, SciPy's distribution given the value of the uncertain parameter `v`, `v` where it is fixed
FAMILIES = {
    "loguniform(1, {v} + 10)": lambda v: stats.loguniform(1, v + 10),
    "weibull({v}, 3)": lambda v: stats.weibull_min(v, scale=3),
    "gompertz({v} / 10, 0.02)": lambda v: stats.gompertz(0.2 / v, scale=10 / v),
    "loglogistic(4, {v})": lambda v: stats.fisk(v, scale=4),
    "pareto(2, {v})": lambda v: stats.pareto(v, scale=2),
    "logistic(1, {v})": lambda v: stats.logistic(1, v),
    "cauchy(1, {v})": lambda v: stats.cauchy(1, v),
    "half_normal({v})": lambda v: stats.halfnorm(scale=v),
    "half_cauchy({v})": lambda v: stats.halfcauchy(scale=v),
    "student_t({v}, 1, 2)": lambda v: stats.t(v, 1, 2),
    "skew_normal(1, 2, {v})": lambda v: stats.skewnorm(v, 1, 2),
    "half_student_t(5, {v})": lambda v: HalfStudentT(5, v),
    "poisson({v})": stats.poisson,
    "poisson(1000 * {v})": lambda v: stats.poisson(1000 * v),
    "binomial(20, {v} / 10)": lambda v: stats.binom(20, v / 10),
    "negative_binomial({v}, 30%)": lambda v: stats.nbinom(v, 0.3),
    "negative_binomial(mean: 10, dispersion: {v})": lambda v: stats.nbinom(1 / v, 1 / (1 + 10 * v)),
    "geometric({v} / 10)": lambda v: stats.geom(v / 10, -1),
    "uniform_int(-2, ceil({v}))": lambda v: stats.randint(-2, np.ceil(v) + 1),
}
V = 2.4


def model() -> str:
    lines = ["index lab = a, b", "v ~ uniform(1.5, 4)"]
    for i, text in enumerate(FAMILIES):
        lines += [f"fixed{i}[lab] ~ {text.format(v=V)}", f"varying{i}[lab] ~ {text.format(v='v')}"]
        lines += [f"question f{i} = fixed{i}[b]", f"question w{i} = varying{i}[a]"]
    return "\n".join([*lines, "question v_itself = v"])


@pytest.fixture(scope="module")
def answer() -> Any:
    run = forecast.load(model()).run(draws=DRAWS, seed=3)
    assert run.trustworthy
    return run


def assert_uniform(below: np.ndarray, mass: np.ndarray, *, what: str) -> None:
    """The probability of less and half of that of the value itself have mean 1/2; without such masses they are uniform."""
    middle = below + mass / 2
    assert abs(middle.mean() - 0.5) <= 4.5 * middle.std() / sqrt(len(middle)), what
    if np.all(mass == 0):
        assert stats.kstest(middle, "uniform").pvalue > 1e-4, what


@pytest.mark.parametrize("number", range(len(FAMILIES)), ids=list(FAMILIES))
def test_draws_have_the_distribution_with_fixed_and_with_uncertain_parameters(number: int, answer: Any) -> None:
    text, make = list(FAMILIES.items())[number]
    for question, v in ((f"f{number}", V), (f"w{number}", answer.draws["v_itself"])):
        x, distribution = answer.draws[question], make(v)
        mass = distribution.pmf(x) if isinstance(distribution.dist, stats.rv_discrete) else np.zeros_like(x)
        assert_uniform(distribution.cdf(x) - mass, mass, what=text)


def test_a_range_that_is_known_of_a_family_holds_in_every_draw(answer: Any) -> None:
    known: dict[str, Range] = {}
    for name, node in forecast.load(model()).model.nodes.items():
        known[name] = range_of(node.term, known)
    for i in range(len(FAMILIES)):
        for name, question in ((f"fixed{i}", f"f{i}"), (f"varying{i}", f"w{i}")):
            draws = answer.draws[question]
            assert draws.min() >= known[name].low
            assert draws.max() <= known[name].high
            assert not known[name].positive or draws.min() > 0


@pytest.mark.parametrize(
    ("declared", "positive"),
    [
        ("weibull(2, 3)", True),
        ("pareto(v, 3)", True),
        ("loguniform(v, v + 1)", True),
        ("half_normal(2)", True),
        ("geometric(20%)", False),
        ("cauchy(10, 0.1)", False),
        ("uniform_int(1, 4)", True),
        ("uniform_int(0, 4)", False),
    ],
)
def test_what_is_above_zero_by_its_family_is_known_to_be(declared: str, positive: bool) -> None:
    nodes = forecast.load(f"v ~ normal(20, 1)\nx ~ {declared}").model.nodes
    known = {"v": range_of(nodes["v"].term, {})}
    assert range_of(nodes["x"].term, known).positive == positive
