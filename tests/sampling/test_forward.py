import dataclasses
import subprocess
import sys
import traceback

import numpy as np
import numpyro
import pytest
from jax import random
from numpyro.infer import Predictive
from scipy import stats

from forecast.sampling.forward import Forward, Progress, block_size, run_forward
from forecast.sampling.source import load_model

LABS = ("openai", "anthropic", "google")
ALL = ("growth", "lag.1", "lag.never", "share", "arrival", "first", "early", "mixed")


def collect(program, *, draws=2000, seed=1, outputs=ALL, forward=None, **options) -> dict[str, np.ndarray]:
    blocks = (forward or Forward()).run(program, draws=draws, seed=seed, outputs=outputs, **options)
    parts = [block.values for block in blocks]
    return {name: np.concatenate([part[name] for part in parts]) for name in outputs}


def assert_same_bits(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> None:
    assert a.keys() == b.keys()
    for name, values in a.items():
        np.testing.assert_array_equal(values.view(np.int64), np.ascontiguousarray(b[name]).view(np.int64), err_msg=name)


@pytest.fixture(scope="module")
def forward() -> Forward:
    return Forward()


def test_shapes_and_order(three_labs, forward) -> None:
    blocks = list(forward.run(three_labs(LABS), draws=2500, seed=1, outputs=ALL, first_draw=700, block=1024))
    assert [(b.first_draw, b.count) for b in blocks] == [(700, 1024), (1724, 1024), (2748, 452)]
    assert blocks[-1].values["arrival"].shape == (452, 3)
    assert blocks[-1].values["first"].shape == (452,)


@pytest.mark.parametrize("block", [1000, 1, 333, 4096])
def test_values_do_not_depend_on_the_block_to_the_bit(three_labs, forward, block: int) -> None:
    draws = 20 if block == 1 else 2000
    whole = collect(three_labs(LABS), draws=draws, forward=forward)
    assert_same_bits(whole, collect(three_labs(LABS), draws=draws, block=block, forward=forward))


@pytest.mark.parametrize("width", [10**5, 10**6])
def test_the_smaller_blocks_of_a_wide_program_give_the_same_bits(three_labs, forward, width: int) -> None:
    program = three_labs(LABS)
    wide = dataclasses.replace(program, width=width)
    assert block_size(wide, ALL) < 1024 <= block_size(program, ALL)
    assert_same_bits(collect(program, forward=forward), collect(wide, forward=forward))


WIDE = """
from pathlib import Path

from forecast import session

nodes = "".join(f"x{i}[a, b] ~ {i + 1} to 10\\ny{i}[a, b] = exp(x{i} / 10)\\n" for i in range(5))
model = session.load("as_of 2026-01-01\\nindex a = 1 to 1000\\nindex b = 1 to 100\\n" + nodes)
assert model.program.width == 1_000_000
blocks = model._forward.run(model.program, draws=192, seed=1, outputs=model.program.outputs)
assert [block.count for block in blocks] == [64, 64, 64]
# The peak of this process alone: getrusage counts that of the one which started it, too.
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measures memory in kilobytes")
def test_the_widest_world_fits_into_two_gigabytes() -> None:
    ended = subprocess.run([sys.executable, "-c", WIDE], capture_output=True, text=True, check=True)
    assert int(ended.stdout) < 2_000_000


def test_values_do_not_depend_on_the_range_asked_for(three_labs, forward) -> None:
    whole = collect(three_labs(LABS), forward=forward)
    tail = collect(three_labs(LABS), draws=777, first_draw=1223, forward=forward)
    assert_same_bits({name: values[1223:] for name, values in whole.items()}, tail)


def test_another_process_gives_the_same_bits(three_labs, forward, tmp_path) -> None:
    program = three_labs(LABS)
    code = f"""
import numpy as np
from forecast.program.program import Program, Site
from forecast.sampling.forward import run_forward
program = {program!r}
blocks = list(run_forward(program, draws=500, seed=1, outputs={ALL!r}, block=256))
np.savez({str(tmp_path / "values.npz")!r}, **{{n: np.concatenate([b.values[n] for b in blocks]) for n in {ALL!r}}})
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    with np.load(tmp_path / "values.npz") as other:
        assert_same_bits(collect(program, draws=500, forward=forward), dict(other))


def test_noise_belongs_to_names(three_labs, forward) -> None:
    base = collect(three_labs(LABS), forward=forward)
    assert_same_bits(base, collect(three_labs(LABS, extra="unrelated"), forward=forward))
    more = collect(three_labs(("others", *LABS)), outputs=("growth", "lag.1", "arrival"), forward=forward)
    np.testing.assert_array_equal(more["growth"], base["growth"])
    np.testing.assert_array_equal(more["lag.1"][:, 1:], base["lag.1"])
    np.testing.assert_array_equal(more["arrival"][:, 1:], base["arrival"])


def test_seeds_differ(three_labs, forward) -> None:
    a, b = (collect(three_labs(LABS), seed=seed, forward=forward) for seed in (1, 2))
    assert not np.any(a["growth"] == b["growth"])


def test_the_distribution_of_the_answer(three_labs, forward) -> None:
    draws = 20_000
    values = collect(three_labs(LABS), draws=draws, forward=forward)
    z90 = stats.norm.ppf(0.95)
    assert stats.kstest(np.log(values["growth"]), stats.norm(np.log(4), np.log(2) / z90).cdf).pvalue > 1e-4
    assert stats.kstest(values["share"], stats.beta(2, 5).cdf).pvalue > 1e-4
    never = np.isinf(values["first"])
    assert abs(never.mean() - 0.2**3) <= 4 * np.sqrt(0.008 * 0.992 / draws)
    np.testing.assert_array_equal(values["first"], values["arrival"].min(axis=1))
    np.testing.assert_array_equal(values["early"], (values["first"] < 6).astype(float))
    np.testing.assert_array_equal(values["mixed"], np.where(values["early"] == 1, values["share"], 1 - values["share"]))


def test_a_new_constant_needs_no_new_compilation(three_labs) -> None:
    forward = Forward()
    program = three_labs(LABS)
    base = collect(program, forward=forward)
    sites = tuple(dataclasses.replace(s, fixed={"a": 3.0, "b": 1.0}) if s.name == "share" else s for s in program.sites)
    constants = {**program.constants, "growth": (20.0, 80.0, 0.9), "share": (3.0, 1.0)}
    changed = collect(dataclasses.replace(program, sites=sites, constants=constants), forward=forward)
    np.testing.assert_allclose(changed["growth"], base["growth"] * 10, rtol=1e-12)
    np.testing.assert_array_equal(changed["lag.1"], base["lag.1"])
    assert stats.kstest(changed["share"], stats.beta(3, 1).cdf).pvalue > 1e-4
    assert len(forward._compiled) == 1
    function = next(iter(forward._compiled.values()))
    assert function._cache_size() == 1


def test_a_table_agrees_with_the_quantile_of_varying_parameters(three_labs, forward) -> None:
    program = three_labs(LABS)
    without = dataclasses.replace(program, sites=tuple(dataclasses.replace(s, fixed=None) for s in program.sites))
    a = collect(program, draws=500, outputs=("share",), forward=forward)["share"]
    b = collect(without, draws=500, outputs=("share",), forward=forward)["share"]
    np.testing.assert_allclose(a, b, rtol=1e-10)
    assert not np.array_equal(a, b)


@pytest.mark.parametrize(
    ("constructor", "noise", "parameters"),
    [
        ("normal", "score", {"mean": 3.0, "sd": 2.0}),
        ("lognormal_mean", "score", {"mean": 3.0, "sd": 2.0}),
        ("logit_normal_between", "score", {"low": 0.1, "high": 0.4, "level": 0.9}),
        ("gamma_mean", "score", {"mean": 3.0, "sd": 2.0}),
        ("pert", "score", {"min": 3.0, "mode": 4.0, "max": 9.0}),
        ("uniform", "uniform", {"min": 3.0, "max": 4.0}),
        ("triangular", "uniform", {"min": 3.0, "mode": 4.0, "max": 9.0}),
        ("exponential_mean", "uniform", {"mean": 3.0}),
        ("hazard", "uniform", {"rate": 0.3, "after": 2.0}),
        ("bernoulli", "uniform", {"p": 0.3}),
    ],
)
def test_every_family_runs_and_has_its_own_quantile(
    make_program, make_site, forward, constructor, noise, parameters
) -> None:
    from forecast import runtime as rt

    entries = tuple(parameters.values())
    arguments = ", ".join(f"k[{i}]" for i in range(len(entries)))
    program = make_program(
        {"x": entries},
        ['k = constants["x"]', f'x = numpyro.sample("x", rt.{constructor}({arguments}))'],
        [make_site("x", constructor, noise=noise, fixed=parameters)],
    )
    values = collect(program, draws=4000, outputs=("x",), forward=forward)["x"]
    cdf = getattr(rt, constructor)(**parameters).cdf
    if constructor == "bernoulli":
        assert abs(values.mean() - 0.3) <= 4 * np.sqrt(0.21 / 4000)
    else:
        assert stats.kstest(values, lambda x: np.asarray(cdf(x))).pvalue > 1e-4


def test_progress_is_told_as_data(three_labs, forward) -> None:
    heard: list[Progress] = []
    collect(three_labs(LABS), draws=2500, block=1024, forward=forward, on_progress=heard.append)
    assert heard == [Progress(1024, 2500), Progress(2048, 2500), Progress(2500, 2500)]


def test_no_draws_are_no_blocks(three_labs) -> None:
    assert list(run_forward(three_labs(LABS), draws=0, seed=1, outputs=ALL)) == []


def test_ranges_and_outputs_are_checked(three_labs) -> None:
    with pytest.raises(ValueError, match="not within"):
        run_forward(three_labs(LABS), draws=10, first_draw=2**44, seed=1, outputs=ALL)
    with pytest.raises(KeyError, match="no nonsense"):
        run_forward(three_labs(LABS), draws=10, seed=1, outputs=("nonsense",))


def test_far_draw_numbers(three_labs, forward) -> None:
    far = collect(three_labs(LABS), draws=10, first_draw=2**40, forward=forward)
    near = collect(three_labs(LABS), draws=10, forward=forward)
    assert not set(far["growth"]) & set(near["growth"])


def test_a_program_runs_alone_in_numpyro(three_labs) -> None:
    model = load_model(three_labs(LABS))
    numpyro.handlers.seed(model, 0)()
    count = 4000
    values = Predictive(model, num_samples=count)(random.key(3))
    assert values["arrival"].shape == (count, 3)
    share = np.asarray(values["share"])
    assert stats.kstest(share, stats.beta(2, 5).cdf).pvalue > 1e-4
    never = np.isinf(values["first"]).mean()
    assert abs(never - 0.008) <= 4 * np.sqrt(0.008 * 0.992 / count)


def test_the_density_of_a_program_is_the_sum_of_its_sites(three_labs) -> None:
    model = load_model(three_labs(LABS))
    values = {"growth": 4.0, "lag.1": np.array([1.0, 0.5, 2.0]), "lag.never": np.array([0.0, 1.0, 0.0]), "share": 0.3}
    density, _ = numpyro.infer.util.log_density(model, (), {}, values)
    z90 = stats.norm.ppf(0.95)
    expected = stats.lognorm(np.log(2) / z90, scale=4).logpdf(4.0)
    lag = stats.lognorm(np.log(2 / 0.3) / (2 * z90), scale=np.sqrt(0.6))
    expected += lag.logpdf(values["lag.1"]).sum() + 2 * np.log(0.8) + np.log(0.2) + stats.beta(2, 5).logpdf(0.3)
    assert float(density) == pytest.approx(expected, rel=1e-12)


def test_a_mistake_in_a_program_shows_its_line(make_program) -> None:
    program = make_program({}, ["nothing = undefined_name"], [])
    with pytest.raises(NameError) as caught:
        load_model(program)({})
    assert "nothing = undefined_name" in "".join(traceback.format_exception(caught.value))
