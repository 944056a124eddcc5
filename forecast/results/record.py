"""Questions and the like as plain data (dicts, lists, texts, numbers) and back: what a run file keeps beside its draws."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, cast, get_args

from forecast.results.correlation import CorrelationResult
from forecast.results.provenance import ModelFile, Provenance
from forecast.results.question import Condition, Expectation, Failure, Question, QuestionKind

type Record = Question | Expectation | CorrelationResult | Failure | Provenance


def to_record(value: Record) -> dict[str, Any]:
    """The fields by name; tuples become lists."""
    return {name: _plain(part) for name, part in asdict(value).items()}


def question_from_record(data: Mapping[str, Any]) -> Question:
    """The inverse of ``to_record``. Raises TypeError, KeyError or ValueError where the data are no question."""
    given = None
    if data.get("given") is not None:
        given = Condition(**{**_known(Condition, data["given"]), "dims": _texts(data["given"]["dims"])})
    if data["kind"] not in get_args(QuestionKind.__value__):
        raise ValueError(f"unknown kind of question: {data['kind']}")
    return Question(
        **{
            **_known(Question, data),
            "dims": _texts(data["dims"]),
            "elements": tuple(_texts(labels) for labels in data["elements"]),
            "categories": _texts(data["categories"]),
            "ticks": tuple(float(tick) for tick in data.get("ticks", ())),
            "given": given,
        }
    )


def expectation_from_record(data: Mapping[str, Any]) -> Expectation:
    """The inverse of ``to_record``. Raises TypeError, KeyError or ValueError where the data are no expectation."""
    return Expectation(
        **{
            **_known(Expectation, data),
            "dims": _texts(data["dims"]),
            "elements": tuple(_texts(labels) for labels in data["elements"]),
            "ticks": tuple(float(tick) for tick in data.get("ticks", ())),
        }
    )


def correlation_from_record(data: Mapping[str, Any]) -> CorrelationResult:
    """The inverse of ``to_record``."""
    known = _known(CorrelationResult, data)
    return CorrelationResult(**{**known, "achieved": tuple(float(value) for value in data["achieved"])})


def failure_from_record(data: Mapping[str, Any]) -> Failure:
    """The inverse of ``to_record``."""
    return Failure(**_known(Failure, data))


def provenance_from_record(data: Mapping[str, Any]) -> Provenance:
    """The inverse of ``to_record``."""
    files = tuple(ModelFile(**_known(ModelFile, file)) for file in data["files"])
    tried = tuple(str(each) for each in data.get("tried", ()))
    return Provenance(**{**_known(Provenance, data), "files": files, "tried": tried})


def _known(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    # A later version may have written fields that this one does not know.
    names = {field.name for field in fields(kind)}
    return {name: part for name, part in data.items() if name in names}


def _texts(data: Any) -> tuple[str, ...]:
    if not isinstance(data, list) or not all(isinstance(part, str) for part in cast(list[Any], data)):
        raise TypeError(f"a list of texts is wanted, not {data!r}")
    return tuple(cast(list[str], data))


def _plain(value: Any) -> Any:
    match value:
        case tuple() | list():
            return [_plain(part) for part in cast(tuple[Any, ...], value)]
        case dict():
            return {key: _plain(part) for key, part in cast(dict[str, Any], value).items()}
        case _:
            return value
