"""Text from model files made harmless for a terminal."""

import re

_REPLACED = re.compile(
    # Control characters but tab and newline; lone surrogates; what reorders or hides text on a terminal.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def inert(text: str) -> str:
    """The text with every control character, escape sequence and reordering mark replaced by its visible name.

    Tabs and newlines stay. A visible control character is one cell wide (␛ for ESC), the others read ``<U+202E>``.
    """
    return _REPLACED.sub(_visible, text)


def one_line(text: str) -> str:
    """``inert`` text on one line."""
    return " ".join(inert(text).split())


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"<U+{code:04X}>"
