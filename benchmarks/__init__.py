"""How fast the engine is beside what one would use otherwise: `python -m benchmarks`."""
