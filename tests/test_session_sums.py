"""Unknowns of few possible values are summed over: against brute force, and drawn back from what they are given the rest."""

from pathlib import Path

import numpy as np
from scipy import stats

import forecast


def test_a_cause_among_several_is_known_exactly() -> None:
    """Two causes, a rare sign: Bayes' rule by hand, where weights of the prior would leave few draws."""
    text = """
    cause ~ choice(common: 99.9%, rare: 0.09%, odd: 0.01%)
    other ~ chance(0.1%)
    level = case cause { common: 0, rare: 8, odd: 10 }
    observe 9 ~ normal(level + (if other then 9 else 0), 1)
    question q = cause
    question r = other
    """
    answer = forecast.load(text).run(draws=200_000)
    assert answer.trustworthy, answer.distrust
    prior = np.outer([0.999, 0.0009, 0.0001], [0.999, 0.001])
    levels = np.add.outer([0, 8, 10], [0, 9])
    weights = prior * stats.norm(levels, 1).pdf(9)
    weights /= weights.sum()
    cause = answer.draws[answer.question("q").output]
    other = answer.draws[answer.question("r").output]
    effective = answer.provenance.effective
    for place, share in enumerate(weights.sum(axis=1)):
        assert abs((cause == place).mean() - share) < 4 * np.sqrt(share * (1 - share) / effective)
    share = weights[:, 1].sum()
    assert abs(other.mean() - share) < 4 * np.sqrt(share * (1 - share) / effective)
    assert "exactly" in answer.provenance.reason


MIXTURE = """
data d = csv("d.csv") {
    index row
    y : number
}
share ~ beta(2, 2)
low ~ normal(0, 3)
high ~ normal(5, 3)
sd ~ half_normal(2)
in_high[row] ~ chance(share)
observe d.y ~ normal(if in_high then high else low, sd)
observe low < high
question q = share
question r = high
question s = in_high
"""
SUMMED = (
    MIXTURE.replace("in_high[row] ~ chance(share)\n", "")
    .replace(
        "normal(if in_high then high else low, sd)", "mixture(share: normal(high, sd), 1 - share: normal(low, sd))"
    )
    .replace("question s = in_high\n", "")
)


def test_groups_of_single_rows_are_summed_over_row_by_row(tmp_path: Path) -> None:
    """The same posterior as that of the mixture in which nobody names the groups, and each row's own probability."""
    rng = np.random.default_rng(2)
    y = np.where(rng.random(40) < 0.4, rng.normal(4, 1, 40), rng.normal(0, 1, 40)).round(3)
    (tmp_path / "d.csv").write_text("row,y\n" + "".join(f"{i},{v}\n" for i, v in enumerate(y.tolist())))
    answers = {}
    for name, text in (("groups", MIXTURE), ("mixture", SUMMED)):
        (tmp_path / f"{name}.fcst").write_text(text)
        answer = forecast.load(tmp_path / f"{name}.fcst").run(draws=50_000, method="nuts", seed=1)
        assert answer.trustworthy, answer.distrust
        answers[name] = answer
    assert "`in_high` summed over" in answers["groups"].provenance.reason
    for question in ("q", "r"):
        one, other = (answer.draws[answer.question(question).output] for answer in answers.values())
        effective = min(answer.provenance.effective for answer in answers.values())
        assert abs(one.mean() - other.mean()) < 4 * one.std() * np.sqrt(2 / effective)
        assert abs(one.std() - other.std()) < 4 * one.std() * np.sqrt(1.5 / effective)
    drawn = answers["groups"]
    values = {name: drawn.learnt.in_chains(name).reshape(-1) for name in ("share", "low", "high", "sd")}
    high = values["share"][:, None] * stats.norm(values["high"][:, None], values["sd"][:, None]).pdf(y)
    low = (1 - values["share"][:, None]) * stats.norm(values["low"][:, None], values["sd"][:, None]).pdf(y)
    expected = (high / (high + low)).mean(axis=0)
    found = drawn.draws[drawn.question("s").output].mean(axis=0)
    errors = np.sqrt(np.maximum(expected * (1 - expected), 1e-3) * 2 / drawn.provenance.effective)
    assert np.all(np.abs(found - expected) < 4 * errors)


def test_a_switch_beside_a_continuous_unknown() -> None:
    """Against quadrature: which of two laws holds, and how strong it is."""
    text = """
    law ~ choice(linear: 70%, square: 30%)
    strength ~ normal(1, 1)
    n ~ uniform_int(1, 3)
    effect = (case law { linear: strength, square: strength^2 }) * n
    observe 4 ~ normal(effect, 0.5)
    question q = law
    question r = strength
    question s = n
    """
    answer = forecast.load(text).run(draws=50_000, method="nuts")
    assert answer.trustworthy, answer.distrust
    grid = np.linspace(-8, 8, 40_001)
    step = grid[1] - grid[0]
    joint = np.array(
        [
            [share / 3 * stats.norm(1, 1).pdf(grid) * stats.norm(form * n, 0.5).pdf(4) for n in (1, 2, 3)]
            for share, form in ((0.7, grid), (0.3, grid**2))
        ]
    )
    joint /= joint.sum() * step
    shares = joint.sum(axis=2) * step
    effective = answer.provenance.effective
    law, strength, n = (answer.draws[answer.question(name).output] for name in ("q", "r", "s"))
    square = shares[1].sum()
    assert abs((law == 1).mean() - square) < 4 * np.sqrt(square * (1 - square) / effective)
    for place, share in enumerate(shares.sum(axis=0)):
        assert abs((n == place + 1).mean() - share) < 4 * np.sqrt(share * (1 - share) / effective)
    density = joint.sum(axis=(0, 1))
    mean = (grid * density).sum() * step
    sd = np.sqrt(((grid - mean) ** 2 * density).sum() * step)
    assert abs(strength.mean() - mean) < 4 * sd / np.sqrt(effective)
