"""Posteriors of a density over an unconstrained vector: NUTS, tempered particles, weights, and whether to trust them."""
