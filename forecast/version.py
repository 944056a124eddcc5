"""The version of the project: the build reads it here, and so do the rooms that record it."""

__version__ = "0.1.0"
