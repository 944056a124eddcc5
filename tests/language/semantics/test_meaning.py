"""What checking finds out: roles, kinds, dimensions, families, and what a file without questions asks."""

import pytest

import forecast
from forecast.language.semantics.model import Model, Node
from forecast.language.semantics.term import Constant, Draw, walk
from forecast.language.types.kind import describe


def model(text: str) -> Model:
    return forecast.load(text + "\n").model


def node(right_side: str, before: str = "") -> Node:
    return model(f"as_of 2026-01-01\n{before}\nx {right_side}").nodes["x"]


def family(right_side: str, before: str = "") -> str:
    (draw,) = [term for term in walk(node(right_side, before).term) if isinstance(term, Draw)]
    return draw.constructor


@pytest.mark.parametrize(
    ("right_side", "constructor"),
    [
        ("~ 2 to 8", "lognormal_between"),
        ("~ 2 to 8 USD", "lognormal_between"),
        ("~ 2 to 8 years", "lognormal_between"),
        ("~ -2 to 8", "normal_between"),
        ("~ 0 to 8", "normal_between"),
        ("~ -8 to -2", "normal_between"),
        ("~ 10% to 40%", "logit_normal_between"),
        ("~ 0.1 to 0.4", "lognormal_between"),
        ("~ 40% to 100%", "lognormal_between"),
        ("~ 0% to 40%", "normal_between"),
        ("~ 10%/year to 40%/year", "lognormal_between"),
        ("~ 10% to 40% per year", "lognormal_between"),
        ("~ 1.2x/year to 4x/year", "normal_between"),
        ("~ halving every 2 years to doubling every 2 years", "normal_between"),
        (": date ~ 2030 to 2040", "normal_between"),
        ("~ 2030-01 to 2040", "normal_between"),
        ("~ as_of to 2040", "normal_between"),
        ("~ quantiles(10%: 2, 90%: 8)", "lognormal_points"),
        ("~ quantiles(10%: 5%, 90%: 60%)", "logit_normal_points"),
        ("~ quantiles(10%: 2030-01, 90%: 2040)", "normal_points"),
        ("~ 2 to 8 as uniform", "uniform_between"),
        # what is known to lie above 0
        ("~ low to 3 * low", "lognormal_between"),
        ("~ exp(any) to exp(any) + 1", "lognormal_between"),
        ("~ max(1, any) to 100", "lognormal_between"),
        ("~ low^2 / 3 to 100", "lognormal_between"),
        ("~ 1 + any^2 to 100", "lognormal_between"),
    ],
)
def test_an_interval_has_the_family_of_its_type_and_sign(right_side: str, constructor: str) -> None:
    assert family(right_side, "low ~ 1 to 2\nany ~ normal(0, 1)") == constructor


@pytest.mark.parametrize("short", ["10% to 40%/year", "10% to 40% per year", "10 to 40%/year"])
def test_the_unit_of_the_high_end_serves_both(short: str) -> None:
    def ends(right_side: str) -> list[float]:
        (draw,) = [term for term in walk(node(right_side).term) if isinstance(term, Draw)]
        return [end.value for _, end in draw.parameters if isinstance(end, Constant)]

    assert ends(f"~ {short}") == ends("~ 10%/year to 40%/year") == [0.1, 0.4, 0.9]
    assert node(f"~ {short}").type.kind == node("~ 10%/year to 40%/year").type.kind


@pytest.mark.parametrize(
    ("right_side", "role"),
    [
        ("~ 1 to 2", "parameter"),
        ("= 3", "constant"),
        ("= 3 + 4 * 2", "constant"),
        ("= y + 1", "quantity"),
        ("~ y", "quantity"),
    ],
)
def test_roles_follow_from_the_operator_and_the_right_side(right_side: str, role: str) -> None:
    assert node(right_side, "y ~ 1 to 2").role == role


@pytest.mark.parametrize(
    ("right_side", "kind"),
    [
        ("= 3", "a plain number"),
        ("= 3 USD / 2 years", "USD/year"),
        ("= 3 USD / 2 USD", "a plain number"),
        ("= 2030-01", "a date"),
        ("= 2030-01 - as_of", "a duration"),
        ("= as_of + 3 months", "a date"),
        ("= 4x/year", "a growth"),
        ("= factor(4x/year, 1 year)", "a plain number"),
        ("= doubling_time(4x/year)", "a duration"),
        ("= 3 > 2", "true or false"),
        ("= sqrt(9 USD^2)", "USD"),
        ("= never", "a date"),
    ],
)
def test_kinds_are_inferred(right_side: str, kind: str) -> None:
    found = describe(node(right_side).type.kind)
    assert kind.removeprefix("a ") in found or found in kind


def test_dimensions_follow_from_what_is_mentioned_in_the_order_of_the_indexes() -> None:
    found = model(
        "index lab = a, b\nindex year = 2020 to 2022\n"
        "p[lab] ~ 1 to 2\nq[year] ~ 1 to 2\nr[year, lab] ~ 1 to 2\n"
        "s = q * p\nt2 = sum(s over lab)\nu = s[a]\nv = r[b, 2021]\nw = max(s over lab, year)\n"
    )
    dims = {name: node.type.dims for name, node in found.nodes.items()}
    assert dims == {
        "p": ("lab",),
        "q": ("year",),
        "r": ("lab", "year"),
        "s": ("lab", "year"),
        "t2": ("year",),
        "u": ("year",),
        "v": (),
        "w": (),
    }


def test_the_order_of_lines_does_not_matter_to_units_indexes_or_names() -> None:
    found = model("x = y * 2\ny[lab] : kUSD ~ 1 to 2 kUSD\nindex lab = a, b\nunit kUSD = 1000 USD")
    assert list(found.nodes) == ["y", "x"]
    assert found.nodes["x"].type.dims == ("lab",)


def test_a_file_without_questions_asks_for_its_events_and_its_end_nodes() -> None:
    found = model(
        "as_of 2026-01-01\na ~ 1 to 2\nevent e ~ as_of + a * 1 year\nevent f = e + 1 year\nb = a + 1\nc = b * 2"
    )
    assert [question.name for question in found.questions] == ["e", "f", "c"]
    assert not any(question.asked for question in found.questions)


def test_a_question_keeps_its_fields() -> None:
    found = model(
        "as_of 2026-01-01\nevent e ~ 2030 to 2040\n"
        'question q = e before 2035 given e > 2027 { title "By 2035?"; resolves 2035-01-02; source "a site" }'
    )
    (question,) = found.questions
    assert question.asked
    assert (question.text, question.given_text) == ("e before 2035", "e > 2027")
    assert (question.title, question.source) == ("By 2035?", "a site")
    assert question.resolves is not None
    assert round(question.resolves * 365.2425) == 3288


def test_an_index_may_have_a_second_name() -> None:
    found = model("index lab = a, b\nindex other = lab\nx[lab] ~ 1 to 2\ny = x[other] - x")
    assert found.nodes["y"].type.dims == ("lab", "other")
    assert found.indexes["other"].labels == ("a", "b")


def test_an_index_of_numbers_is_its_values() -> None:
    found = forecast.load("index need = 8, 40, 167 hours\nx = need / 1 hour\nindex n = 3 to 5\ny = n^2\n").run(draws=1)
    assert [found.quantile("x", 0.5, label) for label in ("8 hours", "40 hours", "167 hours")] == pytest.approx(
        [8, 40, 167]
    )
    assert [found.quantile("y", 0.5, label) for label in "345"] == [9, 16, 25]


def test_a_bare_year_is_a_date_where_one_is_meant() -> None:
    found = forecast.load(
        "as_of 2026-01-01\n"
        "event e ~ 2030 to 2040\n"
        "question a = e < 2035 or 2036 <= e\n"
        "question b = max(e, 2031)\n"
        "question c = if e before 2035 then 2031 else e\n"
        "question d = 2031 - as_of\n"
        "fn f(d) = e before d\n"
        "question g = f(2035)\n"
        "question h = 2035 * 2\n"
    ).model
    kinds = {question.name: describe(found.nodes[question.node].type.kind) for question in found.questions}
    assert kinds["a"] == kinds["g"] == "true or false"
    assert "date" in kinds["b"]
    assert "date" in kinds["c"]
    assert "duration" in kinds["d"] or "time" in kinds["d"]
    assert "number" in kinds["h"]


def test_a_functions_body_sees_its_arguments_and_the_model_but_no_callers() -> None:
    found = forecast.load("y = 5\nfn f(x) = x + y\nfn g(y) = f(y * 2) + y\nz = g(100)\n").run(draws=1)
    assert found.quantile("z", 0.5) == 305


def test_elements_of_several_indexes_are_told_apart_by_their_place() -> None:
    found = forecast.load(
        "index lab = a, b\nindex team = b, a\n"
        "p[lab] = {a: 1, b: 2}\nq[team] = {a: 10, b: 20}\nr = p * q\n"
        "s = p[a] + q[a]\nt1 = r[lab.a, team.b]\n"
    ).run(draws=1, ask=["s", "t1"])
    assert found.quantile("s", 0.5) == 11
    assert found.quantile("t1", 0.5) == 20
