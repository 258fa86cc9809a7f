"""Names of the files in a run's directory, for those who read them without torch."""

from typing import Final

LAST_FILE: Final = "last.safetensors"
BEST_FILE: Final = "best.safetensors"
EARLY_FILE: Final = "early.safetensors"
HISTORY_FILE: Final = "metrics.jsonl"
RECIPE_FILE: Final = "recipe.toml"
LOG_FILE: Final = "log.txt"
OUTPUT_FILE: Final = "output.txt"
EVENTS_FOLDER: Final = "tensorboard"
