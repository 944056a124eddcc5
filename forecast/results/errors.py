"""What can go wrong with files of draws and of runs, in words for the user."""


class StoreError(Exception):
    """A file could not be written or read. The message is a sentence for the user and names the file."""


class ImpossibleError(Exception):
    """No possible world agrees with the evidence; the message says so in words."""
