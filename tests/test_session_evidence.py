"""Evidence through whole runs, against closed forms and quadrature."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.errors import ImpossibleError

METHODS = ("weights", "nuts", "particles")
QUANTILES = (0.05, 0.5, 0.95)


def run(text: str, *, method: str | None = None, draws: int = 40_000, seed: int = 1) -> Any:
    model = forecast.load(text)
    assert not [finding for finding in model.check() if finding.is_error]
    answer = model.run(draws=draws, seed=seed, method=method)
    assert answer.trustworthy, answer.distrust
    return answer


def draws_of(answer: Any, name: str) -> np.ndarray:
    return np.asarray(answer.draws[answer.question(name).output])


def agrees(answer: Any, name: str, exact: Any, *, errors: float = 4.5) -> None:
    """Mean, standard deviation and quantiles, within so many standard errors by the effective draws."""
    values = draws_of(answer, name)
    effective = min(answer.provenance.effective or len(values), len(values))
    sd = exact.std()
    assert abs(values.mean() - exact.mean()) < errors * sd / effective**0.5
    assert abs(values.std() - sd) < errors * sd * (exact.stats(moments="k") + 2) ** 0.5 / (2 * effective**0.5)
    for level in QUANTILES:
        wanted = exact.ppf(level)
        error = (level * (1 - level) / effective) ** 0.5 / exact.pdf(wanted)
        assert abs(np.quantile(values, level) - wanted) < errors * error, level


@pytest.mark.parametrize("method", METHODS)
def test_a_normal_mean_is_the_conjugate_one(method: str) -> None:
    answer = run("x ~ normal(3, 2)\nobserve 5 ~ normal(x, 1)\nquestion q = x", method=method)
    precision = 1 / 4 + 1
    agrees(answer, "q", stats.norm((3 / 4 + 5) / precision, precision**-0.5))
    assert answer.provenance.method == method


@pytest.mark.parametrize("method", METHODS)
def test_a_share_is_the_conjugate_one(method: str) -> None:
    answer = run("p ~ beta(2, 3)\nobserve 7 ~ binomial(10, p)\nquestion q = p", method=method)
    agrees(answer, "q", stats.beta(9, 6))


@pytest.mark.parametrize("method", METHODS)
def test_a_rate_is_the_conjugate_one(method: str) -> None:
    text = "index month = a, b, c\nn[month] = {a: 3, b: 5, c: 4}\nr ~ gamma(2, 0.5)\nobserve n ~ poisson(r)\nquestion q = r"
    agrees(run(text, method=method), "q", stats.gamma(2 + 12, scale=1 / (0.5 + 3)))


def test_weights_give_way_to_chains_where_the_evidence_is_far_off() -> None:
    answer = run("x ~ normal(0, 1)\nobserve 5 ~ normal(x, 0.1)\nquestion q = x")
    agrees(answer, "q", stats.norm(5 / 1.01, (1 / 101) ** 0.5))
    assert answer.provenance.method == "nuts"
    assert "Pareto k" in answer.provenance.tried[0]


def test_a_method_that_fails_says_so_before_its_numbers() -> None:
    text = "x ~ normal(0, 1)\nobserve 5 ~ normal(x, 0.01)\nquestion q = x"
    answer = forecast.load(text).run(draws=1000, method="weights")
    assert not answer.trustworthy
    assert any("Pareto k" in reason for reason in answer.distrust)


def test_what_evidence_says_nothing_of_is_drawn_forward() -> None:
    told = "x ~ normal(0, 1)\ny ~ normal(0, 1)\nobserve 2 ~ normal(y, 1)\nquestion q = x"
    alone = "x ~ normal(0, 1)\nquestion q = x"
    answer = run(told)
    assert answer.provenance.method == "forward"
    np.testing.assert_array_equal(draws_of(answer, "q"), draws_of(run(alone), "q"))


def test_what_is_downstream_of_evidence_follows_it() -> None:
    answer = run("x ~ normal(0, 1)\nobserve 4 ~ normal(x, 1)\nz ~ normal(0, 1)\nquestion q = x + z", draws=100_000)
    agrees(answer, "q", stats.norm(2, (0.5 + 1) ** 0.5))


def test_not_yet_is_the_survival_of_the_event() -> None:
    text = (
        "as_of 2026-01-01\nevent e ~ 2024 to 2030, never 20%\nobserve not e before 2027\n"
        "question q = e\nquestion n = e == never\nquestion f = e before 2029 given e < never"
    )
    answer = run(text, draws=100_000)
    years = {
        y: (np.datetime64(f"{y}-01-01") - np.datetime64("2026-01-01")).astype(int) / 365.2425 for y in range(2024, 2031)
    }
    sd = (years[2030] - years[2024]) / (2 * stats.norm.ppf(0.95))
    prior = stats.norm((years[2030] + years[2024]) / 2, sd)
    survival = prior.sf(years[2027])
    never = 0.2 / (0.2 + 0.8 * survival)
    assert abs(draws_of(answer, "n").mean() - never) < 4.5 * (never * (1 - never) / 1e5) ** 0.5
    assert draws_of(answer, "q").min() >= years[2027]
    early = (prior.cdf(years[2029]) - prior.cdf(years[2027])) / survival
    assert abs(answer.probability("f") - early) < 4.5 * (early * (1 - early) / 1e5 / (1 - never)) ** 0.5


def test_an_event_that_has_happened_has_no_coin_left() -> None:
    text = (
        "as_of 2026-01-01\nlate ~ chance(50%)\nevent e ~ exponential_date, never 20%\nobserve e before 2026-01-01\nquestion q = e"
    ).replace("exponential_date", "shifted(exponential(mean: if late then 4 years else 1 year), 2024-01-01)")
    answer = run(text + "\nquestion l = late", draws=100_000)
    span = 731 / 365.2425
    quick, slow = (stats.expon(scale=scale).cdf(span) for scale in (1, 4))
    share = slow / (slow + quick)
    effective = answer.provenance.effective
    assert abs(draws_of(answer, "l").mean() - share) < 4.5 * (share * (1 - share) / effective) ** 0.5
    assert draws_of(answer, "q").max() <= 0


def test_an_exact_date_adds_the_density_of_the_definition() -> None:
    text = (
        "as_of 2026-01-01\ntypical ~ 1 to 10 years\nevent e ~ shifted(exponential(mean: typical), 2024-01-01), never 30%\n"
        "observe e == 2025-01-01\nquestion q = typical / 1 year\nquestion date = e"
    )
    answer = run(text, draws=100_000)
    t = 366 / 365.2425
    sigma = np.log(10) / (2 * stats.norm.ppf(0.95))
    grid = np.exp(np.linspace(np.log(0.05), np.log(200), 20_001))
    weights = stats.norm.pdf(np.log(grid), np.log(10) / 2, sigma) * np.exp(-t / grid) / grid
    weights /= weights.sum()
    mean = weights @ grid
    sd = (weights @ grid**2 - mean**2) ** 0.5
    assert abs(draws_of(answer, "q").mean() - mean) < 4.5 * sd / answer.provenance.effective**0.5
    assert np.unique(draws_of(answer, "date")).round(9).tolist() == [round(-365 / 365.2425, 9)]


@pytest.mark.parametrize("method", METHODS)
def test_bounds_between_uncertain_quantities(method: str) -> None:
    text = (
        "a ~ normal(0, 1)\nb ~ normal(0, 1)\nobserve a < b\nquestion low = a\nquestion high = b\nquestion gap = b - a"
    )
    answer = run(text, method=method)
    low, high = draws_of(answer, "low"), draws_of(answer, "high")
    assert np.all(low < high)
    # The least and the greatest of two standard normals.
    effective = answer.provenance.effective
    for values, mean in ((low, -1), (high, 1)):
        assert abs(values.mean() - mean / np.pi**0.5) < 4.5 * ((1 - 1 / np.pi) / effective) ** 0.5
    agrees(answer, "gap", stats.halfnorm(scale=2**0.5))


def test_elements_of_one_quantity_can_be_put_in_order() -> None:
    text = (
        "index k = a, b, c\nx[k] ~ normal(0, 1)\nobserve x[a] < x[b]\nobserve x[b] < x[c]\n"
        "question first = x[a]\nquestion middle = x[b]\nquestion third = x[c]"
    )
    answer = run(text, draws=100_000)
    found = np.array([draws_of(answer, name) for name in ("first", "middle", "third")])
    assert np.all(np.diff(found, axis=0) > 0)
    effective = answer.provenance.effective
    assert np.allclose(
        found.mean(axis=1), [-3 / (2 * np.pi**0.5), 0, 3 / (2 * np.pi**0.5)], atol=4.5 * 0.75 / effective**0.5
    )


def test_a_condition_keeps_the_worlds_where_it_holds() -> None:
    text = "x ~ uniform(0, 1)\ny ~ uniform(0, 1)\ns = x + y\nobserve s > 1.5\nquestion q = x"
    answer = run(text)
    # Of a triangle with corners (1/2, 1), (1, 1/2), (1, 1).
    agrees(answer, "q", stats.triang(1, loc=0.5, scale=0.5))


def test_a_label_can_be_observed() -> None:
    text = (
        "path ~ choice(slow: 60%, fast: 40%)\nx ~ normal(0, 1)\np = if path == fast then 0.9 else 0.2\n"
        "seen ~ chance(p)\nobserve seen\nquestion q = path == fast\nquestion r = x"
    )
    answer = run(text, draws=100_000)
    wanted = 0.4 * 0.9 / (0.4 * 0.9 + 0.6 * 0.2)
    assert (
        abs(draws_of(answer, "q").mean() - wanted) < 4.5 * (wanted * (1 - wanted) / answer.provenance.effective) ** 0.5
    )


def test_log_weights_tilt() -> None:
    answer = run("x ~ normal(0, 1)\nobserve log_weight(1.5 * x)\nquestion q = x")
    agrees(answer, "q", stats.norm(1.5, 1))


@pytest.mark.parametrize(
    ("bounds", "low", "high"),
    [("", -np.inf, np.inf), ("min: 0", 0, np.inf), ("max: 1", -np.inf, 1), ("min: 0, max: 4", 0, 4)],
)
@pytest.mark.parametrize("method", METHODS)
def test_a_flat_prior_leaves_the_likelihood(bounds: str, low: float, high: float, method: str) -> None:
    answer = run(f"x ~ flat({bounds})\nobserve 2 ~ normal(x, 1)\nquestion q = x", method=method)
    agrees(answer, "q", stats.truncnorm(low - 2, high - 2, loc=2))


def test_a_flat_prior_goes_far_away() -> None:
    agrees(run("x ~ flat()\nobserve 40000 ~ normal(x, 1)\nquestion q = x"), "q", stats.norm(40000, 1))


def test_a_distribution_by_cases_and_rows_left_out() -> None:
    text = (
        "index place = a, b, c\ny[place] = {a: 1, b: 5, c: 400}\nwild[place] = {a: false, b: true, c: false}\n"
        "x ~ normal(0, 10)\nobserve y ~ if wild then normal(x, 3) else normal(x, 1) where place != c\nquestion q = x"
    )
    precision = 1 / 100 + 1 + 1 / 9
    agrees(run(text), "q", stats.norm((1 + 5 / 9) / precision, precision**-0.5))


def test_evidence_known_later_is_hidden() -> None:
    text = "as_of 2026-01-01\nx ~ normal(0, 1)\nobserve 1 ~ normal(x, 1)\nobserve 9 ~ normal(x, 1) known {}\nquestion q = x"
    agrees(run(text.format("2026-06-01")), "q", stats.norm(0.5, 0.5**0.5))
    agrees(run(text.format("2025-06-01")), "q", stats.norm(10 / 3, (1 / 3) ** 0.5))
    earlier = forecast.load(text.format("2025-06-01")).known_by("2025-01-01").run(draws=40_000, seed=1)
    agrees(earlier, "q", stats.norm(0.5, 0.5**0.5))


def test_joint_evidence_along_an_index() -> None:
    text = (
        "index k = a, b\ny[k] = {a: 1, b: 2}\nm ~ normal(0, 1)\nc[k] = {a: m, b: 2 * m}\n"
        "observe y ~ multivariate_normal(c, covariance: [[1, 0.5], [0.5, 2]] over k)\nquestion q = m"
    )
    inverse = np.linalg.inv([[1, 0.5], [0.5, 2]])
    slope = np.array([1, 2])
    precision = 1 + slope @ inverse @ slope
    agrees(run(text), "q", stats.norm(slope @ inverse @ [1, 2] / precision, precision**-0.5))


@pytest.mark.parametrize(
    "text",
    [
        "x ~ uniform(0, 1)\nobserve x > 2\nquestion q = x",
        "x ~ uniform(0, 1)\ny = 2 * x\nobserve y > 3\nquestion q = x",
        "x ~ uniform(0, 1)\nobserve -1 ~ uniform(0, x)\nquestion q = x",
    ],
)
def test_evidence_that_no_world_agrees_with(text: str) -> None:
    with pytest.raises(ImpossibleError, match="observe"):
        forecast.load(text).run(draws=1000)


@pytest.mark.parametrize("method", [None, "weights", "nuts", "particles"])
def test_the_rows_that_no_world_agrees_with_are_named(tmp_path: Path, method: str | None) -> None:
    (tmp_path / "d.csv").write_text("id,y\na,0.3\nb,7.5\nc,0.7\nd,-1\n")
    path = tmp_path / "m.fcst"
    path.write_text(
        'data d = csv("d.csv") {\n    index id\n    y : number\n}\n'
        "x ~ uniform(1, 5)\nobserve d.y ~ uniform(0, x)\nquestion q = x"
    )
    with pytest.raises(ImpossibleError) as found:
        forecast.load(path).run(draws=1000, method=method)
    text = str(found.value)
    assert "m.fcst:6:9" in text
    assert "in the row b, where 7.5 was seen" in text
    assert "in the row d, where -1 was seen" in text
    assert "row a" not in text


def test_evidence_that_contradicts_itself_is_told_as_that() -> None:
    text = "x ~ uniform(0, 1)\ny ~ uniform(0, 1)\nobserve x + y > 1.5\nobserve x + y < 0.5\nquestion q = x"
    with pytest.raises(ImpossibleError, match="contradict each other") as found:
        forecast.load(text).run(draws=1000)
    assert "x + y > 1.5" in str(found.value)
    assert "x + y < 0.5" in str(found.value)


def test_the_same_seed_gives_the_same_numbers() -> None:
    text = "x ~ normal(0, 1)\nobserve 5 ~ normal(x, 0.1)\nquestion q = x"
    for method in METHODS:
        if method != "weights":
            first, second = (draws_of(run(text, method=method, draws=1000), "q") for _ in range(2))
            np.testing.assert_array_equal(first, second)
            other = draws_of(run(text, method=method, draws=1000, seed=2), "q")
            assert not np.array_equal(first, other)
