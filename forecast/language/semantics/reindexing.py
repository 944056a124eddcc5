"""`x[other]`: the same values along a second name of an index."""

from collections.abc import Sequence

from forecast.language.semantics import errors
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Reference, Rename, Term
from forecast.language.syntax import tree
from forecast.language.types.kind import Type


def reindexed(term: Term, items: Sequence[tree.Name], expression: tree.Index, context: Context) -> Term | None:
    """The term with its indexes under the names in brackets.

    Where it has an index under several names, the brackets name all of them in the order of its definition's brackets:
    of m[lab, other], `m[other, lab]` is m with the two exchanged.
    """
    names: dict[str, str] = {}
    for root in dict.fromkeys(_root(item.id, context) for item in items):
        wanted = [item for item in items if _root(item.id, context) == root]
        own = tuple(dim for dim in term.type.dims if _root(dim, context) == root)
        base, place = expression.base.span.text, wanted[0].span
        if not own:
            context.findings.add(errors.index_not_in(place, wanted[0].id, base, term.type.dims))
            return None
        if len(wanted) > len(own) or len({item.id for item in wanted}) < len(wanted):
            context.findings.add(errors.index_named_twice(place.to(wanted[-1].span), base, own))
            return None
        if len(own) > 1:
            own, unordered = _as_defined(term, own, context), own
            if len(own) != len(wanted):
                context.findings.add(errors.ambiguous_index(place, base, unordered, defined=bool(own)))
                return None
        names |= {dim: item.id for dim, item in zip(own, wanted, strict=True)}
    changed = tuple((dim, other) for dim, other in names.items() if dim != other)
    if not changed:
        return term
    dims = context.scope.ordered(names.get(dim, dim) for dim in term.type.dims)
    return Rename(term, changed, Type(term.type.kind, dims), expression.span)


def _as_defined(term: Term, dims: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The indexes in the order of the brackets in which the term was defined; none where they do not stand there."""
    written = context.scope.targets.get(term.node, ()) if isinstance(term, Reference) else ()
    return tuple(dim for dim in written if dim in dims) if set(dims) <= set(written) else ()


def _root(index: str, context: Context) -> str:
    """The index that a second name stands for."""
    found = context.scope.indexes[index].alias_of
    return index if found is None else found
