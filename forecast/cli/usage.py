"""What the user can mend: a wrong call, or a file that cannot be read or written."""


class UsageError(Exception):
    """Ends a command with exit code 2. The message is a sentence for the user, without a full stop; `hint` says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)
