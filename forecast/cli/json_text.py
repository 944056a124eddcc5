"""JSON for the standard output."""

import json
from typing import Any


def json_text(data: Any) -> str:
    """Indented, and in ASCII: no character in it can do anything to a terminal. Raises ValueError for NaN or infinity."""
    return json.dumps(data, indent=2, allow_nan=False) + "\n"
