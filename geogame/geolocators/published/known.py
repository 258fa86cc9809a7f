"""The published models that can be had: where their files lie, what they may be used for, who made them."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one repository of the hub.

    Attributes
    ----------
    repository
        ``owner/name``.
    revision
        The commit they are taken at. Where it is a branch, the commit that the hub names at the first download is
        kept, and every later download takes that one.
    files
        Names, or patterns such as ``*.csv``; of names parted by ``|`` the first that is there.
    folder
        Under the model's own; empty for that itself.
    """

    repository: str
    revision: str
    files: tuple[str, ...]
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A model that others trained on photographs from all over the world.

    Attributes
    ----------
    name, title
        The key in ``PUBLISHED``, and what people read.
    told
        What it is, in a sentence.
    paper
        Address of its description.
    licence, licence_url, commercial
        Of the weights, and whether they may serve a business.
    credit
        Whom to name.
    gigabytes
        About how much is fetched, as its documentation says; the hub tells it to the byte before anything is.
    parts
        Its files.
    """

    name: str
    title: str
    told: str
    paper: str
    licence: str
    licence_url: str
    commercial: bool
    credit: str
    gigabytes: float
    parts: tuple[Part, ...]

    @property
    def terms(self) -> str:
        """The licence, and what it bars."""
        return self.licence if self.commercial else f"{self.licence}, not for commercial use"


WEIGHTS: Final = "model.safetensors|pytorch_model.bin"
MIT_URL: Final = "https://opensource.org/license/mit"

PUBLISHED: Final[dict[str, Published]] = {
    each.name: each
    for each in (
        Published(
            name="streetclip",
            title="StreetCLIP",
            told="compares a photograph with captions that name states, countries and cities",
            paper="https://arxiv.org/abs/2302.00275",
            licence="CC BY-NC 4.0",
            licence_url="https://creativecommons.org/licenses/by-nc/4.0/",
            commercial=False,
            credit="Lukas Haas, Silas Alberti and Michal Skreta, 2023",
            gigabytes=1.7,
            parts=(
                Part(
                    "geolocal/StreetCLIP",
                    "e3561ba2ad9bf14c9efd6b0092607b8497efbfea",
                    ("config.json", "preprocessor_config.json", "tokenizer.json", WEIGHTS),
                ),
            ),
        ),
        Published(
            name="geoclip",
            title="GeoCLIP",
            told="compares a photograph with coordinates",
            paper="https://arxiv.org/abs/2309.16020",
            licence="MIT",
            licence_url=MIT_URL,
            commercial=True,
            credit="Vicente Vivanco Cepeda, Gaurav Kumar Nayak and Mubarak Shah, 2023; CLIP by OpenAI, 2021",
            gigabytes=1.8,
            parts=(
                Part("VicenteVivanco/geoclip-geolocation", "main", ("config.json", "model.safetensors", "*.csv")),
                Part(
                    "openai/clip-vit-large-patch14",
                    "32bd64288804d66eefd0ccbe215aa642df71cc41",
                    ("config.json", "preprocessor_config.json", "model.safetensors"),
                    "clip",
                ),
            ),
        ),
        Published(
            name="osv5m",
            title="OSV-5M baseline",
            told="chooses among 11,399 squares of the world and moves the point inside the chosen one",
            paper="https://arxiv.org/abs/2404.18873",
            licence="MIT",
            licence_url=MIT_URL,
            commercial=True,
            credit="Guillaume Astruc, Nicolas Dufour, Ioannis Siglidis and others, 2024; CLIP by LAION, 2023",
            gigabytes=1.2,
            parts=(
                Part("osv5m/baseline", "debcee814418494d21b6b7e6623bee29b1a8b1fb", ("config.json", WEIGHTS)),
                Part("laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K", "main", ("config.json",), "clip"),
            ),
        ),
    )
}


def chosen(pattern: str, names: list[str]) -> list[str]:
    """Return the names that one entry of `Part.files` means; none where nothing fits."""
    for alternative in pattern.split("|"):
        if found := [name for name in names if fnmatchcase(name, alternative)]:
            return sorted(found)
    return []
