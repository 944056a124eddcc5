"""What means something, but probably not what its author wants: one file for each lint."""

from forecast.language.semantics.lints.all import Glance, glance, lint

__all__ = ["Glance", "glance", "lint"]
