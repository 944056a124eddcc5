"""The distributions of the language."""
