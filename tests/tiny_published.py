"""Tiny checkpoints with the architecture and the file layout of the published models, their weights drawn by chance."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.torch import save

if TYPE_CHECKING:
    from torch import Tensor

SIDE, PATCH, WIDTH, SHARED = 28, 14, 16, 12
MEAN, STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
START, END = "<|startoftext|>", "<|endoftext|>"
LETTERS = "abcdefghijklmnopqrstuvwxyz.,"
SQUARES = ((39.0, -105.0, 2.0), (33.0, -97.0, 3.0), (48.0, 2.0, 2.0), (44.0, -71.0, 1.0), (-33.0, 151.0, 4.0))
"""Middle (degrees) and half side of the squares of the tiny quadtree; three of them lie in the USA."""
GALLERY = ((39.7, -105.0), (40.7, -74.0), (34.1, -118.2), (48.9, 2.4), (30.3, -97.7), (44.9, -93.3), (0.0, 0.0))
REPOSITORIES = {
    "streetclip": ("geolocal/StreetCLIP",),
    "geoclip": ("VicenteVivanco/geoclip-geolocation", "openai/clip-vit-large-patch14"),
    "osv5m": ("osv5m/baseline", "laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K"),
}


def vocabulary() -> dict[str, int]:
    words = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), START, END]
    return {word: number for number, word in enumerate(words)}


def clip_config() -> dict[str, Any]:
    known = vocabulary()
    tower = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 24, "projection_dim": SHARED}
    text = {"hidden_size": 8, "vocab_size": len(known), "max_position_embeddings": 64, **tower}
    text |= {"bos_token_id": known[START], "eos_token_id": known[END], "pad_token_id": known[END]}
    vision = {"hidden_size": WIDTH, "image_size": SIDE, "patch_size": PATCH, **tower}
    return {"model_type": "clip", "projection_dim": SHARED, "text_config": text, "vision_config": vision}


def preprocessor() -> bytes:
    return json.dumps({"crop_size": SIDE, "image_mean": MEAN, "image_std": STD, "size": SIDE}).encode()


def tokenizer() -> bytes:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    known = vocabulary()
    made = Tokenizer(models.BPE(vocab=known, merges=[], unk_token=END, end_of_word_suffix="</w>"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.RobertaProcessing((END, known[END]), (START, known[START]))
    return str(made.to_str()).encode()


def clip_tensors(seed: int) -> dict[str, Tensor]:
    """Weights of a tiny CLIP, spread widely, so that pictures do not look alike to it."""
    from transformers import CLIPConfig, CLIPModel

    return drawn(CLIPModel(CLIPConfig.from_dict(clip_config())).state_dict(), seed)


def drawn(like: dict[str, Tensor], seed: int) -> dict[str, Tensor]:
    chance = torch.Generator().manual_seed(seed)
    return {
        name: value if value.ndim == 0 else torch.randn(value.shape, generator=chance) * 0.4
        for name, value in like.items()
    }


def torch_file(tensors: dict[str, Tensor]) -> bytes:
    out = io.BytesIO()
    torch.save(tensors, out)
    return out.getvalue()


def streetclip() -> dict[str, dict[str, bytes]]:
    tensors = clip_tensors(1)
    counting = torch.arange(64)[None]
    old = {"text_model.embeddings.position_ids": counting, "vision_model.embeddings.position_ids": counting[:, :5]}
    return {
        "geolocal/StreetCLIP": {
            "README.md": b"# StreetCLIP",
            "config.json": json.dumps(clip_config()).encode(),
            "preprocessor_config.json": preprocessor(),
            "tokenizer.json": tokenizer(),
            "pytorch_model.bin": torch_file(tensors | old),
        }
    }


def geoclip_small(seed: int = 2) -> dict[str, Tensor]:
    shapes: dict[str, tuple[int, ...]] = {}
    for number in range(2):
        name = f"location_encoder.LocEnc{number}"
        shapes[f"{name}.capsule.0.b"] = (256, 2)
        for layer, inputs in ((1, 512), (3, 1024), (5, 1024)):
            shapes[f"{name}.capsule.{layer}.weight"] = (1024, inputs)
            shapes[f"{name}.capsule.{layer}.bias"] = (1024,)
        shapes[f"{name}.head.0.weight"], shapes[f"{name}.head.0.bias"] = (512, 1024), (512,)
    shapes["image_encoder.mlp.0.weight"], shapes["image_encoder.mlp.0.bias"] = (SHARED, SHARED), (SHARED,)
    shapes["image_encoder.mlp.2.weight"], shapes["image_encoder.mlp.2.bias"] = (512, SHARED), (512,)
    chance = torch.Generator().manual_seed(seed)
    scale = {1: 0.1, 2: 0.05}
    tensors = {
        name: torch.randn(shape, generator=chance) * (1.0 if name.endswith(".b") else scale[len(shape)])
        for name, shape in shapes.items()
    }
    return tensors | {"logit_scale": torch.tensor(3.0)}


def geoclip() -> dict[str, dict[str, bytes]]:
    config = {
        "model_type": "geoclip-geolocation",
        "format_version": 1,
        "sigma": [1, 16],
        "gallery_file": "coordinates.csv",
        "backbone": {"repo_id": "openai/clip-vit-large-patch14", "revision": "main"},
    }
    rows = "\n".join(f"{lat},{lon}" for lat, lon in GALLERY)
    return {
        "VicenteVivanco/geoclip-geolocation": {
            "config.json": json.dumps(config).encode(),
            "model.safetensors": save(geoclip_small()),
            "coordinates.csv": f"LAT,LON\n{rows}\n".encode(),
            "figures/gallery.csv": b"LAT,LON\n",
        },
        "openai/clip-vit-large-patch14": {
            "config.json": json.dumps(clip_config()).encode(),
            "preprocessor_config.json": preprocessor(),
            "model.safetensors": save(clip_tensors(3)),
        },
    }


def osv5m_tensors() -> dict[str, Tensor]:
    squares = len(SQUARES)
    chance = torch.Generator().manual_seed(4)
    shapes = {
        "mid.mlp.0.weight": (WIDTH,),
        "mid.mlp.0.bias": (WIDTH,),
        "mid.mlp.1.weight": (20, WIDTH),
        "mid.mlp.1.bias": (20,),
        "mid.mlp.2.weight": (20,),
        "mid.mlp.2.bias": (20,),
        "mid.mlp.4.weight": (8, 20),
        "mid.mlp.4.bias": (8,),
        "mid.mlp.5.weight": (8,),
        "mid.mlp.5.bias": (8,),
        "mid.classif.weight": (squares, 8),
        "mid.classif.bias": (squares,),
        "mid.reg.weight": (2 * squares, 8),
        "mid.reg.bias": (2 * squares,),
    }
    tensors = {name: torch.randn(shape, generator=chance) for name, shape in shapes.items()}
    middle = torch.tensor([(lat / 90, lon / 180) for lat, lon, _ in SQUARES], dtype=torch.float64)
    reach = torch.tensor([(half / 90, half / 180) for _, _, half in SQUARES], dtype=torch.float64)
    tensors |= {"head.cell_center": middle, "head.cell_size_up": reach, "head.cell_size_down": reach / 2}
    vision = {name: value for name, value in clip_tensors(5).items() if name.startswith("vision_model.")}
    tensors |= {f"backbone.clip.{name}": value for name, value in vision.items()}
    return tensors | {f"model.{name}": value for name, value in tensors.items()}


def osv5m_config() -> dict[str, Any]:
    squares = len(SQUARES)
    return {
        "model": {
            "_target_": "models.networks.network.ContrastiveHybridUnFrozenBackbone",
            "mid": {"instance": {"_target_": "os.system", "hidden_dim": [20, 8], "final_dim": 3 * squares}},
            "head": {"instance": {"final_dim": squares, "use_tanh": True, "scale_tanh": 1.2}},
        },
        "transform": {
            "transforms": [{"size": SIDE, "interpolation": 3}, {"size": SIDE}, {}, {"mean": MEAN, "std": STD}]
        },
    }


def osv5m() -> dict[str, dict[str, bytes]]:
    return {
        "osv5m/baseline": {
            "config.json": json.dumps(osv5m_config()).encode(),
            "pytorch_model.bin": torch_file(osv5m_tensors()),
        },
        "laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K": {"config.json": json.dumps(clip_config()).encode()},
    }


MAKERS = {"streetclip": streetclip, "geoclip": geoclip, "osv5m": osv5m}


def picture(seed: int, height: int = 64, width: int = 96) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A picture drawn by chance in large patches."""
    coarse = np.random.default_rng(seed).integers(0, 256, (4, 6, 3), np.uint8)
    return np.kron(coarse, np.ones((height // 4, width // 6, 1), np.uint8))
