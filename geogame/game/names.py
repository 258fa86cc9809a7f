"""What people call themselves, made fit to be shown."""

import unicodedata

MAX_NAME = 40


def clean_name(text: str, fallback: str = "You") -> str:
    """Bound and clean a name people typed.

    Parameters
    ----------
    text
        Anything.
    fallback
        What an empty name becomes.

    Returns
    -------
    str
        At most 40 characters, normalised (NFC), without control, format (such as those that turn the
        writing direction) and unassigned characters, with single spaces.
    """
    spaced = " ".join(text.split())
    kept = "".join(c for c in unicodedata.normalize("NFC", spaced) if not unicodedata.category(c).startswith("C"))
    return " ".join(kept.split())[:MAX_NAME].strip() or fallback
