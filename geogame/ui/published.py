"""What the pages say of published models: whose they are, what they may be used for, whether they were verified."""

from __future__ import annotations

from typing import Final

from geogame.geolocators.published import PUBLISHED, is_verified

NOT_VERIFIED: Final = "not yet verified with the real weights"
VERIFY_COMMAND: Final = "python -m geogame published verify {name}"


def hint(name: str) -> str:
    """Say in a few words what sets a published model apart; empty for any other."""
    if name not in PUBLISHED:
        return ""
    about = PUBLISHED[name]
    return f"published, {about.terms}{'' if is_verified(name) else f', {NOT_VERIFIED}'}"


def credit(name: str, *, rendered: bool = False) -> str:
    """Name a published model's makers and licence, and what its answers are worth here; empty for any other.

    Parameters
    ----------
    name
        The model's.
    rendered
        Whether it was shown rendered views, of which it has seen none.
    """
    if name not in PUBLISHED:
        return ""
    about = PUBLISHED[name]
    said = f"{about.title}: {about.credit}. Licence: {about.terms}."
    if rendered:
        said += " It learnt from photographs and has never seen rendered views."
    if not is_verified(name):
        said += f" It is {NOT_VERIFIED}; {VERIFY_COMMAND.format(name=name)} does it."
    return said


def named(name: str) -> str:
    """Name a model in a list, and say what sets it apart where it is a published one."""
    said = hint(name)
    return f"{PUBLISHED[name].title} ({said})" if said else name
