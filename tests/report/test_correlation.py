from math import nan

from forecast.report.correlation import correlation_lines
from forecast.results.correlation import CorrelationResult


def lines(*results: CorrelationResult) -> list[str]:
    return [line.plain for line in correlation_lines(results)]


def test_stated_beside_achieved() -> None:
    assert lines(
        CorrelationResult("a and b", 0.6, False, (0.6012,), 1, 1000),
        CorrelationResult("x over lab", 0.7, True, (0.671, 0.688), 3, 1000),
        CorrelationResult("c and d", -0.3, False, (nan,), 1, 1),
    ) == [
        "a and b  rank correlation 0.60 stated, 0.60 in the draws",
        "x over lab  rank correlation 0.68 stated (as 0.70 of the normals), 0.67 to 0.69 in the draws, 2 of 3 pairs",
        "c and d  rank correlation -0.30 stated, none in the draws, as too few of them have both",
    ]


def test_no_more_lines_than_anybody_reads() -> None:
    found = lines(*(CorrelationResult(f"a and n{i}", 0.1, False, (0.1,), 1, 1000) for i in range(30)))
    assert len(found) == 13
    assert found[-1] == "and 18 more correlations"


def test_names_from_a_file_are_made_harmless() -> None:
    (found,) = lines(CorrelationResult("a\x1b[31m and b", 0.1, False, (0.1,), 1, 1000))
    assert "\x1b" not in found
