"""Whether views show the outdoors, as a network trained on Places365 sees them; where its weights are on this machine.

The GeoSpottr seed system's prefilter: among a picture's five likeliest scenes, those outdoors must have half of the
probability. Network: Zhou et al. 2017, https://doi.org/10.1109/TPAMI.2017.2723009; its weights and the list of what is
indoors and outdoors, both CC BY, are put into a folder by hand: http://places2.csail.mit.edu/models_places365 and
https://github.com/CSAILVision/places365.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import SourceError

if TYPE_CHECKING:
    import torch

VARIABLE: Final = "GEOGAME_PLACES365"
NETWORKS: Final = ("resnet50", "resnet18")
"""The first whose weights are there is taken."""
SCENES: Final = 365
LIST_FILE: Final = "IO_places365.txt"
OUTDOORS: Final = "2"
"""How the list marks a scene outdoors; 1 is indoors."""
LIKELIEST: Final = 5
ENOUGH: Final = 0.5
SIDE_PX, SEEN_PX = 256, 224
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
REMEDY: Final = f"download it anew, or set {VARIABLE} to another folder"


def weights_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where weights and list are looked for: ``GEOGAME_PLACES365``, else the platform's folder for data."""
    chosen = environment.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("geogame") / "places365"


@dataclass(frozen=True, eq=False)
class Outdoors:
    """The classifier.

    Attributes
    ----------
    network
        Pictures ``(n, 3, 224, 224)`` to scores of the scenes ``(n, 365)``.
    scenes
        ``(365,)`` bool: which of them are outdoors.
    fingerprint
        16 hexadecimal digits of what decides its answers.
    """

    network: torch.nn.Module
    scenes: NDArray[np.bool_]
    fingerprint: str

    def share(self, views: Sequence[NDArray[np.uint8]]) -> float:
        """Probability of the outdoor ones among the five likeliest scenes, as the mean over ``(h, w, 3)`` views."""
        import torch

        batch = torch.stack([_prepared(view) for view in views])
        with torch.inference_mode():
            found = self.network(batch).softmax(1).topk(LIKELIEST)
        outdoors = self.scenes[found.indices.numpy()]
        return float((found.values.numpy() * outdoors).sum(1).mean())

    def accepts(self, views: Sequence[NDArray[np.uint8]]) -> bool:
        """Tell whether the views of a place count as taken outdoors."""
        return self.share(views) >= ENOUGH


def find_outdoors(environment: Mapping[str, str] = os.environ) -> Outdoors | None:
    """Load the classifier; None where its folder has no weights or no list.

    Raises
    ------
    SourceError
        If a file is there and is not what it should be.
    """
    folder = weights_folder(environment)
    weights = next((path for name in NETWORKS if (path := folder / f"{name}_places365.pth.tar").is_file()), None)
    if weights is None or not (folder / LIST_FILE).is_file():
        return None
    scenes = _read_scenes(folder / LIST_FILE)
    digest = hashlib.sha256(weights.read_bytes())
    digest.update(scenes.tobytes())
    return Outdoors(_read_network(weights), scenes, digest.hexdigest()[:16])


def _read_scenes(path: Path) -> NDArray[np.bool_]:
    """Read the list: one scene a line, ``/a/airfield 2``, in the order of the network's outputs."""
    try:
        marks = [line.split()[-1] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read ({error}); {REMEDY}") from error
    if len(marks) != SCENES or not set(marks) <= {"1", OUTDOORS}:
        raise SourceError(f"{path} is no list of {SCENES} scenes with a 1 or 2 at the end of each line; {REMEDY}")
    return np.array([mark == OUTDOORS for mark in marks])


def _read_network(path: Path) -> torch.nn.Module:
    """Fill torchvision's architecture with foreign weights, after comparing names and shapes; nothing is unpickled."""
    import pickle

    import torch
    from torchvision import models

    network: torch.nn.Module = getattr(models, path.name.partition("_")[0])(weights=None, num_classes=SCENES)
    try:
        raw: Any = torch.load(path, map_location="cpu", weights_only=True)
        named = raw.get("state_dict", raw)
        network.load_state_dict({name.removeprefix("module."): tensor for name, tensor in named.items()})
    except (OSError, RuntimeError, AttributeError, TypeError, EOFError, pickle.UnpicklingError) as error:
        why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SourceError(f"{path} holds no weights of that network ({why}); {REMEDY}") from error
    return network.eval()


def _prepared(view: NDArray[np.uint8]) -> torch.Tensor:
    """Reduce a view to 256 x 256, take its middle and norm its colours, as the network was trained."""
    import torch
    from PIL import Image

    edge = (SIDE_PX - SEEN_PX) // 2
    reduced = Image.fromarray(view).resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR)
    seen = np.asarray(reduced)[edge : edge + SEEN_PX, edge : edge + SEEN_PX]
    normed = (seen.astype(np.float32) / 255 - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
    return torch.from_numpy(np.ascontiguousarray(normed.transpose(2, 0, 1)))
