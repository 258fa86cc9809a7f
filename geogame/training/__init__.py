"""Training: a recipe and a catalog in, a run directory and a checkpoint out."""
