"""The functions of the language, one file for each topic."""
