"""Five posteriors, each as a model file with its data and written by hand for NumPyro."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

SERIES = 'data d = csv("d.csv") {\n    index row\n    y : number\n}\n'


class Learnt(NamedTuple):
    """``text`` is the model file, ``table`` what stands in its ``d.csv``, ``by_hand`` the same for NumPyro."""

    title: str
    text: str
    table: str
    by_hand: Callable[[], None]


def write(model: Learnt, folder: Path) -> Path:
    """The model's files, in a folder."""
    (folder / "d.csv").write_text(model.table, encoding="utf-8")
    path = folder / "m.fcst"
    path.write_text(model.text, encoding="utf-8")
    return path


def table(**columns: np.ndarray) -> str:
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    lines = [",".join(("id", *columns)), *(",".join(map(str, (i, *row))) for i, row in enumerate(rows))]
    return "\n".join(lines) + "\n"


def eight_schools() -> Learnt:
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    y, sigma = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18])

    def by_hand() -> None:
        mu = numpyro.sample("mu", dist.Normal(0, 5))
        tau = numpyro.sample("tau", dist.HalfCauchy(5))
        with numpyro.plate("school", 8):
            z = numpyro.sample("z", dist.Normal(0, 1))
            numpyro.sample("y", dist.Normal(mu + tau * z, jnp.asarray(sigma)), obs=jnp.asarray(y))

    text = (
        'data d = csv("d.csv") {\n    index id\n    y : number\n    sigma : number\n}\n'
        "mu ~ normal(0, 5)\ntau ~ half_cauchy(5)\neffect[id] ~ normal(mu, tau)\n"
        "observe d.y ~ normal(effect, d.sigma)\nquestion q = mu\n"
    )
    return Learnt("eight schools", text, table(y=y, sigma=sigma), by_hand)


def counties() -> Learnt:
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    rng = np.random.default_rng(0)
    groups, houses = 85, 919
    county = np.concatenate([np.arange(groups), rng.integers(0, groups, houses - groups)])
    floor = rng.integers(0, 2, houses).astype(float)
    y = 1.4 + 0.3 * rng.normal(size=groups)[county] - 0.7 * floor + 0.75 * rng.normal(size=houses)

    def by_hand() -> None:
        mu = numpyro.sample("mu", dist.Normal(0, 3))
        tau = numpyro.sample("tau", dist.HalfNormal(1))
        slope = numpyro.sample("slope", dist.Normal(0, 2))
        s = numpyro.sample("s", dist.HalfNormal(1))
        with numpyro.plate("county", groups):
            z = numpyro.sample("z", dist.Normal(0, 1))
        level = mu + tau * z
        numpyro.sample("y", dist.Normal(level[county] + slope * jnp.asarray(floor), s), obs=jnp.asarray(y))

    text = (
        'data d = csv("d.csv") {\n    index id\n    county : category\n    floor : number\n    y : number\n}\n'
        "mu ~ normal(0, 3)\ntau ~ half_normal(1)\nslope ~ normal(0, 2)\ns ~ half_normal(1)\n"
        "level[county] ~ normal(mu, tau)\nobserve d.y ~ normal(level[d.county] + slope * d.floor, s)\nquestion q = mu\n"
    )
    names = np.array([f"c{number}" for number in county])
    return Learnt("regression in 85 groups", text, table(county=names, floor=floor, y=y), by_hand)


def logistic() -> Learnt:
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    rng = np.random.default_rng(3)
    x = rng.normal(size=(500, 4)).round(5)
    y = rng.random(500) < 1 / (1 + np.exp(-(x @ [1.0, -2.0, 0.5, 0.0] + 0.3)))

    def by_hand() -> None:
        b = numpyro.sample("b", dist.Normal(0, 2.5).expand([4]).to_event(1))
        a = numpyro.sample("a", dist.Normal(0, 2.5))
        numpyro.sample("y", dist.BernoulliLogits(a + jnp.asarray(x) @ b), obs=jnp.asarray(y, dtype=float))

    text = (
        'data d = csv("d.csv") {\n    index id\n    x[col] : number = columns x1 to x4\n    y : boolean\n}\n'
        "b[col] ~ normal(0, 2.5)\na ~ normal(0, 2.5)\nobserve d.y ~ chance(inv_logit(a + sum(b * d.x over col)))\n"
        "question q = a\n"
    )
    columns = {f"x{i + 1}": x[:, i] for i in range(4)}
    return Learnt("logistic regression", text, table(**columns, y=y.astype(int)), by_hand)


def mixture() -> Learnt:
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    rng = np.random.default_rng(5)
    y = np.where(rng.random(500) < 0.35, rng.normal(-2, 1, 500), rng.normal(2, 0.7, 500))

    def by_hand() -> None:
        share = numpyro.sample("share", dist.Beta(5, 5))
        low = numpyro.sample("low", dist.Normal(0, 2))
        more = numpyro.sample("more", dist.HalfNormal(3))
        sd = numpyro.sample("sd", dist.HalfNormal(2).expand([2]).to_event(1))
        parts = dist.Normal(jnp.stack([low, low + more]), sd)
        weights = dist.Categorical(probs=jnp.stack([share, 1 - share]))
        numpyro.sample("y", dist.MixtureSameFamily(weights, parts), obs=jnp.asarray(y))

    text = SERIES + (
        "share ~ beta(5, 5)\nlow ~ normal(0, 2)\nmore ~ half_normal(3)\nindex part = a, b\nsd[part] ~ half_normal(2)\n"
        "observe d.y ~ mixture(share: normal(low, sd[a]), 1 - share: normal(low + more, sd[b]))\nquestion q = low\n"
    )
    return Learnt("mixture of two", text, table(y=y).replace("id,", "row,", 1), by_hand)


def arma() -> Learnt:
    import jax
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist

    rng = np.random.default_rng(4)
    size = 200
    noise = rng.normal(size=size) * 0.3
    y = np.zeros(size)
    for t in range(1, size):
        y[t] = 0.2 + 0.7 * y[t - 1] + noise[t] + 0.4 * noise[t - 1]

    def by_hand() -> None:
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

    text = SERIES + (
        "mu ~ normal(0, 10)\nphi ~ normal(0, 2)\ntheta ~ normal(0, 2)\nsigma ~ half_cauchy(2.5)\n"
        "mean[row] = mu + phi * shift(d.y, 1, else: mu) + theta * shift(d.y - mean, 1, else: 0)\n"
        "observe d.y ~ normal(mean, sigma)\nquestion q = phi\n"
    )
    return Learnt("ARMA(1, 1)", text, table(y=y).replace("id,", "row,", 1), by_hand)


MODELS: dict[str, Callable[[], Learnt]] = {
    "eight_schools": eight_schools,
    "counties": counties,
    "logistic": logistic,
    "mixture": mixture,
    "arma": arma,
}
