"""Every example in the registry is run: what the reference shows is true."""

import re
from collections import defaultdict
from functools import cache

import pytest

import forecast
from forecast.language.library import all_functions
from forecast.language.library.record import Example
from forecast.results.forecast import Forecast

DRAWS = 100_000
AVAILABLE = all_functions()
CONDITIONS = [
    (record.name, example) for record in AVAILABLE if record.kind != "distribution" for example in record.examples
]
DECLARATIONS = [
    (record.name, example)
    for record in AVAILABLE
    if record.kind == "distribution"
    for example in record.examples
    if not example.after
]
LEARNT = [(record.name, example) for record in AVAILABLE for example in record.examples if example.after]


def named(case: tuple[str, Example]) -> str:
    return f"{case[0]}: {case[1].code}"


@cache
def conditions() -> dict[Example, bool]:
    """Whether each condition holds. Those with the same declarations before them are asked in one model."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for _, example in CONDITIONS:
        groups[example.given].append(example)
    found: dict[Example, bool] = {}
    for given, examples in groups.items():
        asked = [f"question q{i} = {example.code}" for i, example in enumerate(examples)]
        answer = forecast.load("\n".join([given, *asked])).run(draws=10)
        assert answer.trustworthy
        for i, example in enumerate(examples):
            found[example] = answer.probability(f"q{i}") == 1
    return found


@cache
def declarations() -> Forecast:
    """All declared examples in one model, each under a name of its own."""
    lines: list[str] = []
    for i, (_, example) in enumerate(DECLARATIONS):
        lines += [line for line in example.given.splitlines() if line not in lines]
        lines.append(re.sub(r"^(event )?\w+", rf"\1x{i}", example.code))
        lines.append(f"question q{i} = x{i}")
        if example.result is not None:
            lines.append(f"question r{i} = {example.result}")
    return forecast.load("\n".join(lines)).run(draws=DRAWS, seed=1)


@pytest.mark.parametrize("record", AVAILABLE, ids=lambda record: record.name)
def test_what_can_be_used_has_an_example(record: forecast.language.library.Function) -> None:
    assert record.examples


@pytest.mark.parametrize("case", CONDITIONS, ids=named)
def test_an_example_of_a_function_is_true(case: tuple[str, Example]) -> None:
    assert conditions()[case[1]]


@pytest.mark.parametrize("case", LEARNT, ids=named)
def test_an_example_that_evidence_has_to_tell_of_runs(case: tuple[str, Example]) -> None:
    example = case[1]
    assert forecast.load("\n".join([example.given, example.code, example.after])).run(draws=1000).trustworthy


@pytest.mark.parametrize("number", range(len(DECLARATIONS)), ids=lambda i: named(DECLARATIONS[i]))
def test_an_example_of_a_distribution_runs_and_has_the_stated_median(number: int) -> None:
    answer = declarations()
    question = answer.question(f"q{number}")
    summaries = [summary for summary in answer.summaries if summary.question is question]
    assert summaries
    for summary in summaries:
        assert summary.failed == summary.missing == 0
        assert summary.draws == DRAWS
        if DECLARATIONS[number][1].result is not None:
            stated = answer.summary(f"r{number}").median.value
            assert abs(summary.median.value - stated) <= 4 * summary.median.mcse
