"""What `correlate` means: who takes part, which matrix comes of it, and what rises with what."""

from math import asin, pi, sin

import pytest

import forecast
from forecast.language.semantics.cholesky import contradiction, indefinite_row
from forecast.language.semantics.model import Correlation, Model
from forecast.language.semantics.trend import trend

NAMES = "".join(f"{name} ~ 1 to 5\n" for name in "abcd")
LABS = "index lab = openai, google, meta\nindex need = low, high\n"


def model(text: str) -> Model:
    return forecast.load(text + "\n").model


def groups(text: str) -> tuple[Correlation, ...]:
    return model(text).correlations


def normal(rank: float) -> float:
    return 2 * sin(pi * rank / 6)


def test_a_rank_correlation_becomes_that_of_the_normals() -> None:
    (group,) = groups(NAMES + "correlate a, b with 0.6")
    assert [draw.node for draw in group.draws] == ["a", "b"]
    assert 6 / pi * asin(group.matrix[0][1] / 2) == pytest.approx(0.6, abs=1e-14)


def test_gaussian_is_that_of_the_normals_already() -> None:
    (group,) = groups(NAMES + "correlate a, b with gaussian 0.6")
    assert group.matrix == ((1, 0.6), (0.6, 1))


def test_one_number_holds_for_all_pairs() -> None:
    (group,) = groups(NAMES + "correlate a, b, c with 0.5")
    r = normal(0.5)
    assert group.matrix == ((1, r, r), (r, 1, r), (r, r, 1))


def test_a_matrix_goes_by_the_order_of_its_members() -> None:
    (group,) = groups(NAMES + "correlate c, a, b with gaussian [[1, .5, 0], [.5, 1, .2], [0, .2, 1]]")
    assert [draw.node for draw in group.draws] == ["a", "b", "c"]
    assert group.matrix == ((1, 0.2, 0.5), (0.2, 1, 0), (0.5, 0, 1))


def test_statements_that_share_a_member_make_one_group() -> None:
    text = NAMES + "e ~ 1 to 2\nf ~ 1 to 2\n"
    first, second = groups(
        text + "correlate c, b with gaussian 0.3\ncorrelate e, f with gaussian 0.1\ncorrelate a, b with gaussian 0.6"
    )
    assert [draw.node for draw in first.draws] == ["a", "b", "c"]
    assert first.matrix == ((1, 0.6, 0), (0.6, 1, 0.3), (0, 0.3, 1))
    assert second.matrix == ((1, 0.1), (0.1, 1))


def test_the_order_of_lines_and_members_does_not_matter() -> None:
    one = groups(NAMES + "correlate a, b with 0.6\ncorrelate b, c with 0.3")
    assert one == groups(NAMES + "correlate c, b with 0.3\ncorrelate b, a with 0.6")


def test_zero_ties_nothing_together() -> None:
    assert groups(NAMES + "correlate a, b with 0") == ()
    (group,) = groups(NAMES + "correlate a, b, c with [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]]")
    assert [draw.node for draw in group.draws] == ["a", "b"]


def test_a_constant_may_stand_for_the_number() -> None:
    (group,) = groups(NAMES + "rho = 30% * 2\ncorrelate a, b with gaussian rho")
    assert group.matrix[0][1] == pytest.approx(0.6)


def test_equal_elements_pair() -> None:
    (group,) = groups(LABS + "x[lab] ~ 1 to 5\ny[lab] ~ 1 to 5\ncorrelate x, y with gaussian 0.4")
    assert group.plates == ("lab",)
    assert group.matrix == ((1, 0.4), (0.4, 1))


def test_a_single_value_pairs_with_every_element() -> None:
    (group,) = groups(LABS + "x[lab] ~ 1 to 5\na ~ 1 to 5\ncorrelate x, a with gaussian 0.4")
    assert group.plates == ()
    assert group.matrix == ((1, 0.4, 0.4, 0.4), (0.4, 1, 0, 0), (0.4, 0, 1, 0), (0.4, 0, 0, 1))


def test_over_an_index_each_element_is_a_member() -> None:
    (group,) = groups(LABS + "x[lab, need] ~ 1 to 5\ncorrelate x over lab with gaussian 0.4")
    assert group.plates == ("need",)
    assert group.matrix == ((1, 0.4, 0.4), (0.4, 1, 0.4), (0.4, 0.4, 1))
    (both,) = groups(LABS + "x[lab, need] ~ 1 to 5\ncorrelate x over lab, need with gaussian 0.4")
    assert both.plates == ()
    assert len(both.matrix) == 6
    assert sum(map(sum, both.matrix)) == pytest.approx(6 + 30 * 0.4)


def test_one_element_can_be_a_member() -> None:
    (group,) = groups(LABS + "x[lab] ~ 1 to 5\na ~ 1 to 5\ncorrelate x[google], a with gaussian 0.4")
    assert [draw.node for draw in group.draws] == ["a", "x"]
    assert group.matrix == ((1, 0, 0.4, 0), (0, 1, 0, 0), (0.4, 0, 1, 0), (0, 0, 0, 1))


def test_cells_of_a_table_are_draws_of_their_own() -> None:
    table = "x[lab] ~ {openai: 1 to 5, google: 7, meta: 2 + beta(2, 3)}\na ~ 1 to 5\n"
    (group,) = groups(LABS + table + "correlate x[meta], a with gaussian 0.4")
    assert [(draw.node, draw.element) for draw in group.draws] == [("a", ""), ("x", "meta")]


def test_a_draw_that_serves_all_elements_takes_part_once() -> None:
    shared = "m[lab] = {openai: 1, google: 2, meta: 3}\nx ~ normal(m, 1)\na ~ 1 to 5\n"
    (group,) = groups(LABS + shared + "correlate x, a with gaussian 0.4")
    assert len(group.matrix) == 2


def test_the_chance_of_never_does_not_count() -> None:
    (group,) = groups("event e ~ 2030 to 2040, never 10%\na ~ 1 to 5\ncorrelate e, a with 0.4")
    assert [(draw.node, draw.part) for draw in group.draws] == [("a", "1"), ("e", "1")]


def test_names_of_imported_files(tmp_path) -> None:
    (tmp_path / "lib.fcst").write_text("x ~ 1 to 5\nz ~ 1 to 5\ncorrelate x, z with gaussian 0.2\n")
    main = tmp_path / "main.fcst"
    main.write_text('import "lib.fcst" as lib\na ~ 1 to 5\ncorrelate a, lib.x with gaussian 0.4\n')
    (group,) = forecast.load(main).model.correlations
    assert [draw.node for draw in group.draws] == ["a", "lib.x", "lib.z"]
    assert group.matrix == ((1, 0.4, 0), (0.4, 1, 0.2), (0, 0.2, 1))


@pytest.mark.parametrize(
    ("right_side", "expected"),
    [
        ("1 to 5", 1),
        ("2 + (1 to 5)", 1),
        ("(1 to 5) - 2", 1),
        ("2 - (1 to 5)", -1),
        ("-(1 to 5)", -1),
        ("3 * (1 to 5)", 1),
        ("-3 * (1 to 5)", -1),
        ("p * (1 to 5)", 1),
        ("s * (1 to 5)", None),
        ("(1 to 5) / p", 1),
        ("p / (1 to 5)", -1),
        ("s / (1 to 5)", None),
        ("p / normal(0, 1)", None),
        ("(1 to 5) ^ 2", 1),
        ("(1 to 5) ^ -2", -1),
        ("normal(0, 1) ^ 2", None),
        ("normal(0, 1) ^ 3", 1),
        ("2 ^ normal(0, 1)", 1),
        ("abs(normal(0, 1))", None),
        ("exp(-normal(0, 1))", -1),
        ("sqrt(log(1 + (1 to 5)))", 1),
        ("min(s, normal(0, 1))", 1),
        ("if s > 0 then 1 + normal(0, 1) else s", 1),
        ("if normal(0, 1) > 0 then 1 else s", None),
        ("normal(0, 1) > s", 1),
        ("normal(0, 1) < s", -1),
        ("not (normal(0, 1) < s)", 1),
        ("doubling every 5 to 9 months", -1),
        ("s + p", 0),
        ("twice(1 to 5)", 1),
        ("square(1 to 5)", 1),
        ("square(normal(0, 1))", None),
        ("apart(normal(0, 1))", None),
    ],
)
def test_what_rises_with_its_distribution(right_side: str, expected: int | None) -> None:
    before = "s ~ normal(0, 1)\np ~ 1 to 5\nfn twice(v) = v + v\nfn square(v) = v * v\nfn apart(v) = 2 * v - v\n"
    checked = model(f"{before}x ~ {right_side}")
    from forecast.graph.from_model import from_model
    from forecast.language.semantics.ranges import Range, range_of

    ranges: dict[str, Range] = {}
    for node in from_model(checked).nodes.values():
        ranges[node.name] = range_of(node.term, ranges)
    assert trend(checked.nodes["x"].term, {}, ranges) == expected


def test_a_matrix_that_no_numbers_can_have() -> None:
    fine = [[1, 0.5, 0.2], [0.5, 1, 0.5], [0.2, 0.5, 1]]
    assert indefinite_row(fine) is None
    assert contradiction(fine, 40) == ()
    # Three members have equal correlations down to -1/2, four down to -1/3.
    assert indefinite_row([[1, -0.4999], [-0.4999, 1]]) is None
    assert indefinite_row([[1, -0.51, -0.51], [-0.51, 1, -0.51], [-0.51, -0.51, 1]]) == 2
    assert indefinite_row([[1, -0.49, -0.49], [-0.49, 1, -0.49], [-0.49, -0.49, 1]]) is None
    wrong = [[1, 0.1, 0, 0], [0.1, 1, 0.9, -0.9], [0, 0.9, 1, 0.9], [0, -0.9, 0.9, 1]]
    assert contradiction(wrong, 40) == (1, 2, 3)


def test_the_largest_matrix_is_checked_in_time() -> None:
    (group,) = groups("index i = 1 to 400\nx[i] ~ 1 to 5\ncorrelate x over i with 0.5")
    assert len(group.matrix) == 400
