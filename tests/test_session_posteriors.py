"""Posteriors of known kinds of models against the same model written by hand in NumPyro and run long."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
import pytest
from numpyro.infer import MCMC, NUTS, init_to_median
from scipy import stats

import forecast
from forecast.inference.convergence import ess_mean, ess_quantile, ess_sd

pytestmark = pytest.mark.slow
LEVELS = (0.05, 0.5, 0.95)
type Model = Callable[[], None]


def by_hand(model: Model, draws: int = 5000, *, acceptance: float = 0.95) -> dict[str, np.ndarray]:
    """``[chain, draw, …]`` of each site."""
    kernel = NUTS(model, target_accept_prob=acceptance, init_strategy=init_to_median)
    mcmc = MCMC(
        kernel, num_warmup=draws // 2, num_samples=draws, num_chains=4, chain_method="sequential", progress_bar=False
    )
    mcmc.run(jax.random.key(7))
    return {name: np.asarray(values) for name, values in mcmc.get_samples(group_by_chain=True).items()}


def learnt(tmp_path: Path, tables: dict[str, str], text: str) -> Any:
    for name, table in tables.items():
        (tmp_path / name).write_text(table, encoding="utf-8")
    path = tmp_path / "m.fcst"
    path.write_text(text, encoding="utf-8")
    answer = forecast.load(path).run(draws=100_000, seed=3)
    assert answer.trustworthy, answer.distrust
    return answer


def agrees(answer: Any, name: str, reference: np.ndarray, *, most: float = 4.0) -> None:
    """Mean, standard deviation and quantiles within so many of both sides' standard errors."""
    values = np.asarray(answer.draws[answer.question(name).output])
    ours = min(answer.provenance.effective, len(values))
    flat = reference.ravel()
    sd = flat.std()
    error = sd * (1 / ours + 1 / float(ess_mean(reference))) ** 0.5
    assert abs(values.mean() - flat.mean()) < most * error, name
    kurtosis = ((flat - flat.mean()) ** 4).mean() / sd**4
    error = sd * ((kurtosis - 1) / 4 * (1 / ours + 1 / float(ess_sd(reference)))) ** 0.5
    assert abs(values.std() - sd) < most * error, name
    for level in LEVELS:
        step = 0.02
        density = 2 * step / np.subtract(*np.quantile(flat, [level + step, level - step]))
        error = (level * (1 - level) * (1 / ours + 1 / float(ess_quantile(reference, level)))) ** 0.5 / density
        assert abs(np.quantile(values, level) - np.quantile(flat, level)) < most * error, (name, level)


SCHOOLS = "school,y,sigma\na,28,15\nb,8,10\nc,-3,16\nd,7,11\ne,-1,9\nf,1,11\ng,18,10\nh,12,18\n"


@pytest.mark.parametrize("centred", [False, True])
def test_eight_schools_written_either_way(tmp_path: Path, centred: bool) -> None:
    effect = "theta[school] ~ normal(mu, tau)" if centred else "z[school] ~ normal(0, 1)\ntheta[school] = mu + tau * z"
    text = (
        'data d = csv("d.csv") {\n    index school\n    y : number\n    sigma : number\n}\n'
        f"mu ~ normal(0, 5)\ntau ~ half_cauchy(5)\n{effect}\nobserve d.y ~ normal(theta, d.sigma)\n"
        "question q = mu\nquestion r = log(tau)\nquestion s = theta[a]"
    )
    answer = learnt(tmp_path, {"d.csv": SCHOOLS}, text)
    y, sigma = jnp.array([28.0, 8, -3, 7, -1, 1, 18, 12]), jnp.array([15.0, 10, 16, 11, 9, 11, 10, 18])

    def model() -> None:
        mu = numpyro.sample("mu", dist.Normal(0, 5))
        tau = numpyro.sample("tau", dist.HalfCauchy(5))
        with numpyro.plate("school", 8):
            z = numpyro.sample("z", dist.Normal(0, 1))
            numpyro.sample("y", dist.Normal(mu + tau * z, sigma), obs=y)

    found = by_hand(model)
    agrees(answer, "q", found["mu"])
    agrees(answer, "r", np.log(found["tau"]))
    agrees(answer, "s", found["mu"] + found["tau"] * found["z"][..., 0])


def test_a_logistic_regression(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(200, 3)).round(5)
    y = rng.random(200) < 1 / (1 + np.exp(-(x @ [1.0, -2.0, 0.5] + 0.3)))
    rows = "".join(f"{i},{a},{b},{c},{int(t)}\n" for i, ((a, b, c), t) in enumerate(zip(x.tolist(), y, strict=True)))
    text = (
        'data d = csv("d.csv") {\n    index row\n    x[col] : number = columns x1 to x3\n    y : boolean\n}\n'
        "b[col] ~ normal(0, 2.5)\na ~ normal(0, 2.5)\nobserve d.y ~ chance(inv_logit(a + sum(b * d.x over col)))\n"
        "question q = a\nquestion r = b[x1]\nquestion s = b[x2]"
    )
    answer = learnt(tmp_path, {"d.csv": "id,x1,x2,x3,y\n" + rows}, text)

    def model() -> None:
        b = numpyro.sample("b", dist.Normal(0, 2.5).expand([3]).to_event(1))
        a = numpyro.sample("a", dist.Normal(0, 2.5))
        numpyro.sample("y", dist.BernoulliLogits(a + x @ b), obs=y.astype(float))

    found = by_hand(model)
    agrees(answer, "q", found["a"])
    agrees(answer, "r", found["b"][..., 0])
    agrees(answer, "s", found["b"][..., 1])


def test_a_mixture_whose_means_are_in_order(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    y = np.where(rng.random(150) < 0.3, rng.normal(-1, 1, 150), rng.normal(2, 1.2, 150)).round(5)
    text = (
        'data d = csv("d.csv") {\n    index row\n    y : number\n}\nindex k = low, high\nmu[k] ~ normal(0, 5)\n'
        "observe mu[low] < mu[high]\nsd[k] ~ half_normal(2)\np ~ beta(2, 2)\nw[k] = {low: p, high: 1 - p}\n"
        "observe d.y ~ mixture(w: normal(mu, sd) over k)\nquestion q = p\nquestion r = mu[low]\nquestion s = sd[high]"
    )
    answer = learnt(tmp_path, {"d.csv": "id,y\n" + "".join(f"{i},{v}\n" for i, v in enumerate(y.tolist()))}, text)

    def model() -> None:
        order = dist.constraints.ordered_vector
        mu = numpyro.sample("mu", dist.ImproperUniform(order, (), (2,)))
        numpyro.factor("prior", dist.Normal(0, 5).log_prob(mu).sum())
        sd = numpyro.sample("sd", dist.HalfNormal(2).expand([2]).to_event(1))
        p = numpyro.sample("p", dist.Beta(2, 2))
        weights = dist.Categorical(probs=jnp.stack([p, 1 - p]))
        numpyro.sample("y", dist.MixtureSameFamily(weights, dist.Normal(mu, sd)).expand([150]), obs=y)

    found = by_hand(model)
    agrees(answer, "q", found["p"])
    agrees(answer, "r", found["mu"][..., 0])
    agrees(answer, "s", found["sd"][..., 1])


def test_a_regression_in_more_than_eighty_groups(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    group = np.concatenate([np.arange(85), rng.integers(0, 85, 415)])
    floor = rng.integers(0, 2, 500)
    y = (rng.normal(1.3, 0.3, 85)[group] - 0.66 * floor + rng.normal(0, 0.75, 500)).round(5)
    rows = "".join(f"{i},c{g},{f},{v}\n" for i, (g, f, v) in enumerate(zip(group, floor, y.tolist(), strict=True)))
    text = (
        'data d = csv("d.csv") {\n    index row\n    county : category\n    floor : number\n    y : number\n}\n'
        "mu ~ normal(0, 10)\nspread ~ half_cauchy(1)\nlevel[county] ~ normal(mu, spread)\nslope ~ normal(0, 10)\n"
        "scatter ~ half_cauchy(1)\nobserve d.y ~ normal(level[d.county] + slope * d.floor, scatter)\n"
        "question q = mu\nquestion r = spread\nquestion s = slope\nquestion t1 = level[c3]"
    )
    answer = learnt(tmp_path, {"d.csv": "id,county,floor,y\n" + rows}, text)

    def model() -> None:
        mu = numpyro.sample("mu", dist.Normal(0, 10))
        spread = numpyro.sample("spread", dist.HalfCauchy(1))
        slope = numpyro.sample("slope", dist.Normal(0, 10))
        scatter = numpyro.sample("scatter", dist.HalfCauchy(1))
        level = numpyro.sample("level", dist.Normal(mu, spread).expand([85]).to_event(1))
        numpyro.sample("y", dist.Normal(level[group] + slope * floor, scatter), obs=y)

    found = by_hand(model, draws=1000, acceptance=0.8)
    agrees(answer, "q", found["mu"])
    agrees(answer, "r", found["spread"])
    agrees(answer, "s", found["slope"])
    agrees(answer, "t1", found["level"][..., 3])


def test_growth_in_time_seen_with_noise(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    years = np.arange(2020, 2029)
    size = 100 / (1 + 9 * np.exp(-0.8 * (years - 2020.0)))
    seen = (size * np.exp(rng.normal(0, 0.1, len(years)))).round(4)
    rows = "".join(f"{y}-01-01,{v}\n" for y, v in zip(years, seen.tolist(), strict=True))
    text = (
        "as_of 2030-01-01\ntime 2020-01-01 to 2030-01-01 by 6 months\n"
        'data d = csv("d.csv") {\n    index row\n    day : date\n    size : number\n}\n'
        "speed ~ 0.3 per year to 2 per year\nroom ~ 50 to 200\nscatter ~ 0.05 to 0.3\n"
        "stock s { start 10; rate speed * s * (1 - s / room) }\n"
        "observe d.size ~ lognormal(median: s at d.day, factor: exp(scatter))\n"
        "question q = speed * 1 year\nquestion r = room\nquestion u = scatter"
    )
    answer = learnt(tmp_path, {"d.csv": "day,size\n" + rows}, text)
    assert answer.provenance.method in ("nuts", "weights")
    t = np.array([(np.datetime64(f"{y}-01-01") - np.datetime64("2020-01-01")).astype(int) / 365.2425 for y in years])

    def between(low: float, high: float) -> Any:
        return dist.LogNormal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * 1.6448536269514722))

    def model() -> None:
        speed = numpyro.sample("speed", between(0.3, 2))
        room = numpyro.sample("room", between(50, 200))
        scatter = numpyro.sample("scatter", between(0.05, 0.3))
        curve = room / (1 + (room / 10 - 1) * jnp.exp(-speed * t))
        numpyro.sample("y", dist.LogNormal(jnp.log(curve), scatter), obs=seen)

    found = by_hand(model)
    agrees(answer, "q", found["speed"])
    agrees(answer, "r", found["room"])
    agrees(answer, "u", found["scatter"])


def series(values: np.ndarray) -> str:
    return "row,y\n" + "".join(f"{row},{value!r}\n" for row, value in enumerate(values.tolist()))


SERIES = 'data d = csv("d.csv") {\n    index row\n    y : number\n}\n'


def test_a_moving_average_of_an_autoregression(tmp_path: Path) -> None:
    """ARMA(1, 1), with the priors and the start of the model in posteriordb."""
    rng = np.random.default_rng(4)
    size = 200
    noise = rng.normal(size=size) * 0.3
    y = np.zeros(size)
    for t in range(1, size):
        y[t] = 0.2 + 0.7 * y[t - 1] + noise[t] + 0.4 * noise[t - 1]
    text = SERIES + (
        "mu ~ normal(0, 10)\nphi ~ normal(0, 2)\ntheta ~ normal(0, 2)\nsigma ~ half_cauchy(2.5)\n"
        "mean[row] = mu + phi * shift(d.y, 1, else: mu) + theta * shift(d.y - mean, 1, else: 0)\n"
        "observe d.y ~ normal(mean, sigma)\nquestion q = phi\nquestion r = theta\nquestion s = log(sigma)"
    )
    answer = learnt(tmp_path, {"d.csv": series(y)}, text)

    def model() -> None:
        mu = numpyro.sample("mu", dist.Normal(0, 10))
        phi = numpyro.sample("phi", dist.Normal(0, 2))
        theta = numpyro.sample("theta", dist.Normal(0, 2))
        sigma = numpyro.sample("sigma", dist.HalfCauchy(2.5))

        def step(state: Any, now: Any) -> Any:
            before, error = state
            error = now - (mu + phi * before + theta * error)
            return (now, error), error

        _, errors = jax.lax.scan(step, (mu, jnp.array(0.0)), jnp.asarray(y))
        numpyro.sample("e", dist.Normal(0, sigma), obs=errors)

    found = by_hand(model)
    agrees(answer, "q", found["phi"])
    agrees(answer, "r", found["theta"])
    agrees(answer, "s", np.log(found["sigma"]))


def test_a_volatility_that_follows_its_past(tmp_path: Path) -> None:
    """GARCH(1, 1)."""
    rng = np.random.default_rng(9)
    size = 200
    y, h = np.zeros(size), np.ones(size)
    for t in range(size):
        if t:
            h[t] = 0.3 + 0.3 * (y[t - 1] - 0.5) ** 2 + 0.4 * h[t - 1]
        y[t] = 0.5 + np.sqrt(h[t]) * rng.normal()
    text = SERIES + (
        "mu ~ normal(0, 5)\na ~ half_normal(1)\nb ~ uniform(0, 1)\nc ~ uniform(0, 1 - b)\n"
        "h[row] = shift(a + b * (d.y - mu)^2 + c * h, 1, else: 1)\n"
        "observe d.y ~ normal(mu, sqrt(h))\nquestion q = a\nquestion r = b\nquestion s = c"
    )
    answer = learnt(tmp_path, {"d.csv": series(y)}, text)

    def model() -> None:
        mu = numpyro.sample("mu", dist.Normal(0, 5))
        a = numpyro.sample("a", dist.HalfNormal(1))
        b = numpyro.sample("b", dist.Uniform(0, 1))
        c = numpyro.sample("c", dist.Uniform(0, 1 - b))

        def step(now: Any, before: Any) -> Any:
            return a + b * (before - mu) ** 2 + c * now, now

        _, variances = jax.lax.scan(step, jnp.array(1.0), jnp.asarray(y))
        numpyro.sample("y", dist.Normal(mu, jnp.sqrt(variances)), obs=y)

    found = by_hand(model)
    for question, name in (("q", "a"), ("r", "b"), ("s", "c")):
        agrees(answer, question, found[name])


def test_a_hazard_of_which_some_were_not_seen_to_fail(tmp_path: Path) -> None:
    """Weibull regression: what had not failed by the end tells its survival."""
    rng = np.random.default_rng(5)
    size, end = 120, 3.0
    x = rng.normal(size=size).round(4)
    times = np.exp(0.5 + 0.6 * x) * rng.weibull(1.6, size=size)
    seen = np.minimum(times, end).round(6)
    rows = "id,x,years\n" + "".join(f"{i},{a},{t}\n" for i, (a, t) in enumerate(zip(x, seen, strict=True)))
    text = (
        'data d = csv("d.csv") {\n    index id\n    x : number\n    years : years\n}\n'
        "a ~ normal(0, 1)\nb ~ normal(0, 1)\nshape ~ lognormal(median: 1.5, factor: 1.5)\n"
        "observe d.years ~ censored(weibull(shape, 1 year * exp(a + b * d.x)), above: 3 years)\n"
        "question q = a\nquestion r = b\nquestion s = shape"
    )
    answer = learnt(tmp_path, {"d.csv": rows}, text)

    def model() -> None:
        a = numpyro.sample("a", dist.Normal(0, 1))
        b = numpyro.sample("b", dist.Normal(0, 1))
        shape = numpyro.sample("shape", dist.LogNormal(np.log(1.5), np.log(1.5)))
        scale = jnp.exp(a + b * x)
        hazard = (seen / scale) ** shape
        failed = seen < end
        numpyro.factor(
            "seen", jnp.sum(jnp.where(failed, jnp.log(shape / scale * (seen / scale) ** (shape - 1)), 0) - hazard)
        )

    found = by_hand(model)
    agrees(answer, "q", found["a"])
    agrees(answer, "r", found["b"])
    agrees(answer, "s", found["shape"])


def test_a_constant_hazard_of_events_some_of_which_have_not_come(tmp_path: Path) -> None:
    """Exponential waiting times with a gamma prior: conjugate, whatever was censored."""
    rng = np.random.default_rng(6)
    waits = rng.exponential(4.0, size=30).round(4)
    seen = np.minimum(waits, 5.0)
    rows = "id,years\n" + "".join(f"{i},{t}\n" for i, t in enumerate(seen.tolist()))
    text = (
        'data d = csv("d.csv") {\n    index id\n    years : years\n}\n'
        "rate : 1/year ~ gamma(2, 5 years)\n"
        "observe d.years ~ censored(exponential(rate), above: 5 years)\nquestion q = rate"
    )
    answer = learnt(tmp_path, {"d.csv": rows}, text)
    posterior = stats.gamma(2 + (waits < 5).sum(), scale=1 / (5 + seen.sum()))
    agrees(answer, "q", posterior.rvs(size=(4, 400_000), random_state=np.random.default_rng(1)))


def test_covariates_some_of_which_are_missing(tmp_path: Path) -> None:
    """Missing ones are unknowns with the distribution that is stated of the column."""
    rng = np.random.default_rng(7)
    size = 40
    x = rng.normal(1, 2, size=size).round(4)
    y = (0.5 + 1.5 * x + rng.normal(size=size)).round(4)
    missing = rng.random(size) < 0.25
    cells = ["" if gone else f"{value}" for value, gone in zip(x.tolist(), missing, strict=True)]
    rows = "id,x,y\n" + "".join(f"{i},{a},{b}\n" for i, (a, b) in enumerate(zip(cells, y.tolist(), strict=True)))
    text = (
        'data d = csv("d.csv") {\n    index id\n    x : number\n    y : number\n}\n'
        "m ~ normal(0, 5)\nspread ~ half_normal(5)\na ~ normal(0, 5)\nb ~ normal(0, 5)\ns ~ half_normal(5)\n"
        "observe d.x ~ normal(m, spread)\nobserve d.y ~ normal(a + b * d.x, s)\n"
        "question q = b\nquestion r = m\nquestion s_asked = log(s)\n"
    )
    answer = learnt(tmp_path, {"d.csv": rows}, text)

    def model() -> None:
        m = numpyro.sample("m", dist.Normal(0, 5))
        spread = numpyro.sample("spread", dist.HalfNormal(5))
        a = numpyro.sample("a", dist.Normal(0, 5))
        b = numpyro.sample("b", dist.Normal(0, 5))
        s = numpyro.sample("s", dist.HalfNormal(5))
        numpyro.sample("x", dist.Normal(m, spread), obs=x[~missing])
        numpyro.sample("y", dist.Normal(a + b * x[~missing], s), obs=y[~missing])
        # What is missing is integrated out: its row's outcome has the spread of both.
        numpyro.sample("z", dist.Normal(a + b * m, jnp.sqrt(s**2 + b**2 * spread**2)), obs=y[missing])

    found = by_hand(model)
    agrees(answer, "q", found["b"])
    agrees(answer, "r", found["m"])
    agrees(answer, "s_asked", np.log(found["s"]))
