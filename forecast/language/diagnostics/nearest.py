"""Names near a misspelt one, for "did you mean …"."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nsmallest

MAX_LENGTH = 80
LEAST = 0.6
MOST_COMPARED = 100
"""Candidates that are compared in full, of which that takes long: those with the most characters in common."""


def nearest(name: str, candidates: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Candidates near `name`, best first; empty where none is near enough to be worth a reader's time."""
    if len(name) > MAX_LENGTH:
        return ()
    folded = name.casefold()
    enough = 0.75 if len(folded) > 3 else 0.6
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    bounded: list[tuple[float, str]] = []
    for candidate in set(candidates):
        if not candidate or candidate == name or len(candidate) > MAX_LENGTH:
            continue
        matcher.set_seq1(candidate.casefold())
        # Neither is ever below the ratio, and both are found faster.
        if matcher.real_quick_ratio() >= LEAST and (bound := matcher.quick_ratio()) >= LEAST:
            bounded.append((bound, candidate))
    scored: list[tuple[float, str]] = []
    for _, candidate in nsmallest(MOST_COMPARED, bounded, key=lambda pair: (-pair[0], pair[1])):
        other = candidate.casefold()
        matcher.set_seq1(other)
        score = matcher.ratio()
        if other == folded:
            score = 1.1
        elif min(len(folded), len(other)) >= 4 and (other.startswith(folded) or folded.startswith(other)):
            score = max(score, 0.8)
        if score >= enough:
            scored.append((score, candidate))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(candidate for _, candidate in scored[:most])
