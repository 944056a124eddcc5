"""Kinds, dimensions, units, numbers and the calendar."""
