"""Evaluation: metrics, baselines, robustness, and the report that puts them side by side."""
