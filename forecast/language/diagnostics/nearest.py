"""Names near a misspelt one, for "did you mean …"."""

from collections.abc import Iterable
from difflib import SequenceMatcher

MAX_LENGTH = 80


def nearest(name: str, candidates: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Candidates near `name`, best first; empty where none is near enough to be worth a reader's time."""
    if len(name) > MAX_LENGTH:
        return ()
    folded = name.casefold()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    scored: list[tuple[float, str]] = []
    for candidate in set(candidates):
        if not candidate or candidate == name or len(candidate) > MAX_LENGTH:
            continue
        other = candidate.casefold()
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < 0.6 or matcher.quick_ratio() < 0.6:
            continue
        score = matcher.ratio()
        if other == folded:
            score = 1.1
        elif min(len(folded), len(other)) >= 4 and (other.startswith(folded) or folded.startswith(other)):
            score = max(score, 0.8)
        if score >= (0.75 if len(folded) > 3 else 0.6):
            scored.append((score, candidate))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(candidate for _, candidate in scored[:most])
