"""The registry of distributions and functions.

It is data: checking, the text of errors, reference pages and tests all read the same records.
"""

from forecast.language.library.record import Function
from forecast.language.library.registry import all_functions, lookup, names

__all__ = ["Function", "all_functions", "lookup", "names"]
