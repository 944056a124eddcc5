"""Python names for the nodes of a model: the model's own wherever Python allows."""

import keyword
import re
import unicodedata
from collections.abc import Iterable

_TAKEN = frozenset({"jnp", "numpyro", "rt", "constants", "model", "k", "float", "None", "True", "False"})
_NOT_A_NAME = re.compile(r"\W")
MAX_LENGTH = 80


class Names:
    """Hands out Python names, each once. The same request gets the same answer."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._used = set(_TAKEN) | set(reserved)
        self._given: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The Python name for a name of the model, or for a part of one such as `agi.never`."""
        if name not in self._given:
            self._given[name] = self._free(identifier(name))
        return self._given[name]

    def _free(self, wanted: str) -> str:
        found, number = wanted, 1
        while found in self._used:
            number += 1
            found = f"{wanted}_{number}"
        self._used.add(found)
        return found


def identifier(name: str) -> str:
    """A Python identifier like the name: Python folds names by NFKC, so that is done here before they are compared."""
    folded = _NOT_A_NAME.sub("_", unicodedata.normalize("NFKC", name))[:MAX_LENGTH].strip("_") or "node"
    folded = unicodedata.normalize("NFKC", folded)
    if not folded.isidentifier():
        folded = f"n_{folded}" if f"n_{folded}".isidentifier() else "node"
    return f"{folded}_" if keyword.iskeyword(folded) or keyword.issoftkeyword(folded) else folded
