"""Pages about the language itself: kinds of findings, functions and distributions."""

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from forecast.language.diagnostics.rule import Rule
from forecast.language.library.record import Function, Signature
from forecast.report.highlighting import ModelText


def rule_page(rule: Rule) -> RenderableType:
    """What a kind of finding means, with a text that has it and one that is mended."""
    style = "bold red" if rule.severity == "error" else "bold yellow"
    parts: list[RenderableType] = [
        Text.assemble((f"{rule.severity}[{rule.code}]", style), (f": {rule.summary}", "bold"))
    ]
    if rule.explanation:
        parts += [Text(""), Text(rule.explanation.strip())]
    for title, code in (("Wrong:", rule.bad), ("Right:", rule.good)):
        if code:
            parts += [Text(""), Text(title, style="bold"), _code(code)]
    return Group(*parts)


def rule_data(rule: Rule) -> dict[str, Any]:
    """The same as data."""
    return {
        "code": rule.code,
        "severity": str(rule.severity),
        "summary": rule.summary,
        "explanation": rule.explanation,
        "bad": rule.bad,
        "good": rule.good,
    }


def function_page(function: Function) -> RenderableType:
    """How a function or distribution is called, what its parameters are, and examples."""
    parts: list[RenderableType] = [
        Text.assemble((function.name, "bold"), f"  {_what(function)}"),
        Text(""),
        Text(function.doc),
    ]
    if function.signatures:
        parts += [Text(""), Text("How it is called:", style="bold")]
        parts += [_indented(Text(signature.text)) for signature in function.signatures]
        parts += [Text(""), *_parameters(function.signatures)]
    if function.examples:
        parts += [Text("Examples:", style="bold")]
        for example in function.examples:
            lines = [*example.given.strip().splitlines(), example.code]
            if example.result:
                lines[-1] += f"    # its median: {example.result}"
            lines += example.after.splitlines()
            parts.append(_indented(ModelText("\n".join(lines))))
    return Group(*parts)


def function_data(function: Function) -> dict[str, Any]:
    """The same as data."""
    return {
        "name": function.name,
        "kind": function.kind,
        "topic": function.topic,
        "doc": function.doc,
        "signatures": [
            {
                "text": signature.text,
                "parameters": [
                    {
                        "name": parameter.name,
                        "doc": parameter.doc,
                        "default": parameter.default,
                        "named_only": parameter.named_only,
                    }
                    for parameter in signature.parameters
                ],
            }
            for signature in function.signatures
        ],
        "examples": [
            {"given": example.given, "code": example.code, "after": example.after, "result": example.result}
            for example in function.examples
        ],
    }


def _what(function: Function) -> str:
    return f"a {function.kind} ({function.topic})" if function.topic != f"{function.kind}s" else f"a {function.kind}"


def _parameters(signatures: tuple[Signature, ...]) -> list[RenderableType]:
    docs: dict[str, str] = {}
    for signature in signatures:
        for parameter in signature.parameters:
            default = f" (left out: {parameter.default})" if parameter.default else ""
            if parameter.doc or default:
                docs.setdefault(parameter.name, f"{parameter.doc}{default}")
    if not docs:
        return []
    width = max(len(name) for name in docs)
    lines: list[RenderableType] = [_indented(Text(f"{name:<{width}}  {doc}")) for name, doc in docs.items()]
    return [*lines, Text("")]


def _code(text: str) -> RenderableType:
    return _indented(ModelText(text.strip("\n")))


def _indented(renderable: RenderableType) -> RenderableType:
    return Padding(renderable, (0, 0, 0, 4))
