"""Forecasts from model files: what causes what, how sure we are, what was observed."""

__version__ = "0.1.0"
