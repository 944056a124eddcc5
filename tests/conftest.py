import os

from hypothesis import settings

# No deadlines: the first call of a compiled function is slow by nature, and so is a busy machine.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
