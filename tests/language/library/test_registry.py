import importlib
import inspect

import pytest

from forecast.language.library import Function, all_functions, lookup
from forecast.language.library.distributions.intervals import INTERVALS, interval
from forecast.language.library.pattern import Amount, Spread, Square, variables
from forecast.language.library.record import Form, Signature, parse_signature
from forecast.language.types.catalogue import BUILT_IN

RECORDS = all_functions()
SIGNATURES = [(record, signature) for record in RECORDS for signature in record.signatures]


def described(value: Function | Signature) -> str:
    return value.name if isinstance(value, Function) else value.text


def test_each_name_stands_for_one_record() -> None:
    assert len({record.name for record in RECORDS}) == len(RECORDS)
    for record in RECORDS:
        assert lookup(record.name) is record
    assert lookup("nonsense") is None


@pytest.mark.parametrize("record", RECORDS, ids=described)
def test_records_speak_in_sentences(record: Function) -> None:
    assert record.doc.endswith(".")
    assert "\n" not in record.doc
    assert "  " not in record.doc


@pytest.mark.parametrize("record", RECORDS, ids=described)
def test_what_can_be_used_is_complete(record: Function) -> None:
    assert record.examples, "no example"
    assert record.signatures or record.special
    assert (record.noise is not None) == (record.kind == "distribution")
    assert record.kind != "function" or not any(signature.reduces for signature in record.signatures)
    assert record.kind != "reduction" or any(signature.reduces for signature in record.signatures)
    documented = {name for name, _ in record.about}
    # Bounds and the like are shared between records, so there may be more lines than parameters.
    assert set(record.parameter_names) <= documented


@pytest.mark.parametrize(("record", "signature"), SIGNATURES, ids=described)
def test_signatures_are_well_formed(record: Function, signature: Signature) -> None:
    assert signature.text.startswith(f"{record.name}(")
    assert len(set(signature.names)) == len(signature.names)
    assert all(parameter.doc for parameter in signature.parameters)
    assert sum(parameter.reduced for parameter in signature.parameters) <= 1
    bound = {name for parameter in signature.parameters for name in variables(parameter.pattern)}
    assert set(variables(signature.result)) <= bound
    following = Spread | Square
    located = {n for p in signature.parameters if not isinstance(p.pattern, following) for n in variables(p.pattern)}
    assert bound <= located, "a spread needs its location among the parameters"
    for parameter in signature.parameters:
        if isinstance(parameter.pattern, Amount):
            assert len(parameter.pattern.powers) == 1, "one argument decides one variable"
    for constraint in signature.constraints:
        assert set(constraint.parameters) <= set(signature.names)


@pytest.mark.parametrize("record", RECORDS, ids=described)
def test_the_signatures_of_a_record_can_be_told_apart(record: Function) -> None:
    shapes = {
        (signature.reduces, tuple((p.name, p.pattern, p.named_only) for p in signature.parameters))
        for signature in record.signatures
    }
    assert len(shapes) == len(record.signatures)


def test_distributions_name_constructors_of_the_runtime_with_the_same_parameters() -> None:
    runtime = importlib.import_module("forecast.runtime")
    distributions = [(r, s) for r, s in SIGNATURES if r.kind == "distribution"]
    pairs = [(s.runtime, ("values",) if s.variadic else s.names) for _, s in distributions]
    pairs += [(known.signature.runtime, known.signature.names) for known in INTERVALS]
    for name, parameters in pairs:
        known = inspect.signature(getattr(runtime, name)).parameters
        optional = {each for each, parameter in known.items() if parameter.default is not parameter.empty}
        assert tuple(each for each in known if each in parameters or each not in optional) == parameters, name


def test_only_year_and_no_other_function_bears_a_units_name() -> None:
    # `min` is both; a call and a unit after a number cannot be confused.
    assert {record.name for record in RECORDS if record.name in BUILT_IN} == {"year", "min"}


def test_intervals_are_found_by_family() -> None:
    normal = interval("normal")
    assert normal is not None
    assert normal.signature.names == ("low", "high", "level")
    assert all(parameter.doc for parameter in normal.signature.parameters)
    assert interval("gamma") is None


def test_a_form_is_read_into_its_parts() -> None:
    signature = parse_signature(Form("f(a: number D, *, b: date = today, ...) -> number 1/D", "op"), (("a", "an a"),))
    a, b = signature.parameters
    assert (a.name, a.doc, a.default, a.named_only) == ("a", "an a", None, False)
    assert (b.name, b.default, b.named_only) == ("b", "today", True)
    assert signature.variadic
    assert not signature.reduces


@pytest.mark.parametrize("text", ["f(a: number)", "f a: number -> date", "f(a) -> date", "f(a: thing) -> date"])
def test_a_malformed_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        parse_signature(Form(text, "op"))
