"""Lints: what means something, but probably not what its author wants. One file each."""

from forecast.language.semantics.lints.all import AFTER_RUN, ON_DEMAND, Glance, allowed, glance, lint, optional

__all__ = ["AFTER_RUN", "ON_DEMAND", "Glance", "allowed", "glance", "lint", "optional"]
