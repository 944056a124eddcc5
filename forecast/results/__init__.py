"""What a run answers: draws, summaries with standard errors, provenance, and files of runs."""
