"""How evidence can be learnt from. It imports nothing, so that commands and runs without evidence need not wait."""

from typing import Literal

type Method = Literal["forward", "weights", "nuts", "particles"]

METHODS: tuple[Method, ...] = ("forward", "weights", "nuts", "particles")
SETS = 16
"""Sets of answers that do not depend on each other, by whose differences errors are told."""
