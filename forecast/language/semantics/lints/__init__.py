"""Lints: what means something, but probably not what its author wants. One file each."""

from forecast.language.semantics.lints.all import allowed, lint, optional

__all__ = ["allowed", "lint", "optional"]
