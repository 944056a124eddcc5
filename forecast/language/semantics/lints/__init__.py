"""Lints: what means something, but probably not what its author wants. One file each."""

from forecast.language.semantics.lints.all import Glance, allowed, glance, lint, optional

__all__ = ["Glance", "allowed", "glance", "lint", "optional"]
