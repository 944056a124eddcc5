"""Noise belongs to names: what changes in a model moves only what is computed from it."""

import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

import forecast

DRAWS = 2_000

BASE = """
as_of 2026-01-01
index lab = a, b, c
demand ~ 2 to 8
share ~ beta(2, 5)
lag[lab] ~ gamma(3, 2)
total ~ (1 to 2) + normal(0, 1)
price[lab] ~ {a: 1 to 2, b: normal(3, 1), c: 5}
event launch ~ hazard(20%/year), never 30%
path ~ choice(slow: 60%, fast: 40%)
worth = demand * share + sum(lag over lab)
"""
NAMES = ("demand", "share", "lag", "total", "price", "launch", "path", "worth")


def run(text: str, names: Sequence[str] = NAMES, *, seed: int = 7) -> dict[str, np.ndarray]:
    answer = forecast.load(text).run(draws=DRAWS, seed=seed, ask=names)
    return {name: answer.draws[name] for name in names}


@pytest.fixture(scope="module")
def base() -> dict[str, np.ndarray]:
    return run(BASE)


def same(found: dict[str, np.ndarray], expected: dict[str, np.ndarray], names: Sequence[str] = NAMES) -> None:
    for name in names:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-9, err_msg=name)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(base: dict[str, np.ndarray]) -> None:
    again, other = run(BASE), run(BASE, seed=8)
    for name in NAMES:
        assert np.array_equal(again[name], base[name])
        assert not np.array_equal(other[name], base[name])
    assert abs(np.corrcoef(other["demand"], base["demand"])[0, 1]) < 4 / np.sqrt(DRAWS)


def test_a_longer_run_begins_with_the_draws_of_a_shorter_one(base: dict[str, np.ndarray]) -> None:
    longer = forecast.load(BASE).run(draws=3 * DRAWS + 1, seed=7, ask=NAMES)
    for name in NAMES:
        assert np.array_equal(longer.draws[name][:DRAWS], base[name])


def test_adding_declarations_and_questions_moves_nothing(base: dict[str, np.ndarray]) -> None:
    before = "aaa ~ 1 to 3\nother[lab] ~ normal(aaa, 1)\n"
    after = "zzz ~ normal(demand, 1)\nquestion late = launch given demand > 4\nexpect share < 1\n"
    same(run(before + BASE + after), base)


def test_removing_declarations_moves_nothing(base: dict[str, np.ndarray]) -> None:
    fewer = "\n".join(line for line in BASE.splitlines() if not line.startswith(("price", "path", "total", "worth")))
    same(run(fewer, ("demand", "share", "lag", "launch")), base, ("demand", "share", "lag", "launch"))


def test_the_order_of_lines_moves_nothing(base: dict[str, np.ndarray]) -> None:
    same(run("\n".join(reversed(BASE.splitlines()))), base)


def test_a_new_element_leaves_the_others_their_draws(base: dict[str, np.ndarray]) -> None:
    grown = BASE.replace("index lab = a, b, c", "index lab = b, new, a, c").replace("c: 5", "c: 5, new: 2 to 3")
    found = run(grown)
    same(found, base, ("demand", "share", "total", "launch", "path"))
    for name in ("lag", "price"):
        np.testing.assert_allclose(found[name][:, [2, 0, 3]], base[name], rtol=1e-9)
    assert not np.array_equal(found["lag"][:, 1], found["lag"][:, 0])


def test_renaming_a_node_changes_its_draws_and_those_of_no_other(base: dict[str, np.ndarray]) -> None:
    found = run(BASE.replace("share", "portion"), ("demand", "portion", "lag", "price"))
    same(found, base, ("demand", "lag", "price"))
    assert not np.array_equal(found["portion"], base["share"])


def test_changed_parameters_keep_the_luck(base: dict[str, np.ndarray]) -> None:
    found = run(BASE.replace("2 to 8", "20 to 80").replace("beta(2, 5)", "uniform(0, 1)"))
    np.testing.assert_allclose(found["demand"], 10 * base["demand"], rtol=1e-9)
    ranks = [np.argsort(np.argsort(draws)) for draws in (found["share"], base["share"])]
    assert np.array_equal(*ranks)


@pytest.mark.slow
def test_an_uncertain_parameter_keeps_the_luck(base: dict[str, np.ndarray]) -> None:
    found = run(BASE.replace("2 to 8", "low to 8") + "low ~ lognormal(median: 2, factor: 1.0000000000001)\n")
    np.testing.assert_allclose(found["demand"], base["demand"], rtol=1e-9)
    varying = run(BASE.replace("beta(2, 5)", "beta(shape, 5)") + "shape ~ normal(2, 1e-12)\n")
    np.testing.assert_allclose(varying["share"], base["share"], rtol=1e-7)


@pytest.mark.slow
def test_a_parameter_that_gains_an_index_keeps_the_shared_luck(base: dict[str, np.ndarray]) -> None:
    found = run(BASE.replace("beta(2, 5)", "beta(2, n)") + "n[lab] = {a: 5, b: 6, c: 7}\n")
    np.testing.assert_allclose(found["share"][:, 0], base["share"], rtol=1e-7)
    coin = run("index lab = a, b\np[lab] = {a: 30%, b: 50%}\nc ~ chance(p)\n", ["c"])["c"]
    alone = run("c ~ chance(30%)\n", ["c"])["c"]
    assert np.array_equal(coin[:, 0], alone)


def test_the_distributions_of_one_node_are_independent() -> None:
    found = run("x ~ normal(0, 1) - normal(0, 1)\ny ~ normal(0, 1)\nz ~ normal(0, 1)\n", ["x", "y", "z"])
    assert np.std(found["x"]) == pytest.approx(np.sqrt(2), rel=0.1)
    assert abs(np.corrcoef(found["y"], found["z"])[0, 1]) < 4 / np.sqrt(DRAWS)


def test_one_name_is_one_draw() -> None:
    found = run("x ~ 1 to 2\nzero = x - x\ntwice = x + x\nalso = 2 * x\n", ["zero", "twice", "also"])
    assert (found["zero"] == 0).all()
    assert np.array_equal(found["twice"], found["also"])


def test_each_call_of_a_function_draws_afresh() -> None:
    text = "fn noise(s) = normal(0, s)\nx ~ noise(1)\ny ~ noise(1)\nz ~ noise(1) - noise(1)\n"
    found = run(text, ["x", "y", "z"])
    assert abs(np.corrcoef(found["x"], found["y"])[0, 1]) < 4 / np.sqrt(DRAWS)
    assert np.std(found["z"]) == pytest.approx(np.sqrt(2), rel=0.1)


def test_labels_with_commas_are_not_confused() -> None:
    text = """
    index i = "a", "a,b"
    index j = "b,c", "c"
    table[i, j] ~ {"a": {"b,c": normal(0, 1), "c": normal(0, 1)}, "a,b": {"b,c": normal(0, 1), "c": normal(0, 1)}}
    plain[i, j] ~ normal(0, 1)
    """
    for draws in run(text, ["table", "plain"]).values():
        correlations = np.corrcoef(draws.reshape(DRAWS, 4), rowvar=False)
        assert np.abs(correlations - np.eye(4)).max() < 5 / np.sqrt(DRAWS)


def test_another_process_gets_the_same_numbers(base: dict[str, np.ndarray]) -> None:
    code = (
        "import sys, forecast\n"
        "answer = forecast.load(sys.stdin.read()).run(draws=5, seed=7, ask=['demand', 'share', 'launch'])\n"
        "print([float(x).hex() for name in ('demand', 'share', 'launch') for x in answer.draws[name]])\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], input=BASE, capture_output=True, text=True, check=True, env=environment
    )
    again = forecast.load(BASE).run(draws=5, seed=7, ask=["demand", "share", "launch"])
    expected = [float(x).hex() for name in ("demand", "share", "launch") for x in again.draws[name]]
    assert done.stdout.strip() == str(expected)
