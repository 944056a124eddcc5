"""The mistakes of meaning, topic by topic, as `forecast explain` and the reference tell of them."""
