"""Programs written by hand as the code generator would write them."""

from collections.abc import Sequence

import pytest

from forecast.program.program import Program, Site
from forecast.sampling.xla import prepare

prepare()

HEAD = """import jax.numpy as jnp
import numpyro
from forecast import runtime as rt

"""


def site(name, constructor, *, noise="score", elements=("",), fixed=None, part="1") -> Site:
    shape = () if elements == ("",) else (len(elements),)
    return Site(name, name.split(".")[0], part, elements, shape, noise, constructor, fixed)


@pytest.fixture
def make_program():
    """A program from its constants, the lines of its model and its sites."""

    def make(
        constants: dict, lines: Sequence[str], sites: Sequence[Site], deterministic: Sequence[str] = ()
    ) -> Program:
        body = "".join(f"    {line}\n" for line in lines)
        text = f"{HEAD}constants = {constants!r}\n\ndef model(constants=constants):\n{body}"
        return Program("by_hand", text, tuple(sites), constants, (*(s.name for s in sites), *deterministic))

    return make


def three_labs_program(labs: tuple[str, ...], extra: str = "") -> Program:
    """Growth, a lag per lab with a never-coin, their first; optionally an unrelated node before all others."""
    constants = {"growth": (2.0, 8.0, 0.9), "lag": (0.3, 2.0, 0.9), "lag.never": (0.2,), "share": (2.0, 5.0)}
    before = f'{extra} = numpyro.sample("{extra}", rt.normal(0.0, 1.0))\n    ' if extra else ""
    text = f"""{HEAD}constants = {constants!r}

def model(constants=constants):
    {before}k = constants["growth"]
    growth = numpyro.sample("growth", rt.lognormal_between(k[0], k[1], k[2]))
    with numpyro.plate("lab", {len(labs)}):
        k = constants["lag"]
        lag_1 = numpyro.sample("lag.1", rt.lognormal_between(k[0], k[1], k[2]))
        k = constants["lag.never"]
        lag_never = numpyro.sample("lag.never", rt.chance(k[0]))
    k = constants["share"]
    share = numpyro.sample("share", rt.beta(k[0], k[1]))
    arrival = numpyro.deterministic("arrival", rt.unless(lag_never, 3.0 / rt.log10(growth) + lag_1))
    first = numpyro.deterministic("first", rt.first(arrival, axis=-1))
    early = numpyro.deterministic("early", rt.before(first, 6.0))
    mixed = numpyro.deterministic("mixed", rt.where(early, share, 1.0 - share))
"""
    sites = [
        *([site(extra, "normal", fixed={"mean": 0.0, "sd": 1.0})] if extra else []),
        site("growth", "lognormal_between", fixed={"low": 2.0, "high": 8.0, "level": 0.9}),
        site("lag.1", "lognormal_between", elements=labs, fixed={"low": 0.3, "high": 2.0, "level": 0.9}),
        site("lag.never", "chance", noise="uniform", elements=labs, part="never", fixed={"p": 0.2}),
        site("share", "beta", fixed={"a": 2.0, "b": 5.0}),
    ]
    outputs = (*(s.name for s in sites), "arrival", "first", "early", "mixed")
    return Program("three_labs", text, tuple(sites), constants, outputs)


@pytest.fixture
def three_labs():
    return three_labs_program


@pytest.fixture
def make_site():
    return site
