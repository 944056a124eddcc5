"""How deeply the operations of a checked expression stand inside one another."""

from forecast.language.semantics.term import Apply, Term, children

MAX_CALLS_DEEP = 150
"""A program is Python text, whose brackets nest at most 200 deep."""

_WITHOUT_BRACKETS = frozenset({"add", "subtract", "multiply", "divide"})


def calls_deep(term: Term) -> int:
    """The most operations inside one another, but for sums and products, which need no brackets."""
    deepest = 0
    stack = [(term, 0)]
    while stack:
        current, depth = stack.pop()
        deepest = max(deepest, depth)
        plain = isinstance(current, Apply) and current.operation in _WITHOUT_BRACKETS
        stack.extend((child, depth + (not plain)) for child in children(current))
    return deepest
