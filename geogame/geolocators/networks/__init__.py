"""NETWORKS: the kinds of trainable networks. To add one: a file here with its options and network, and a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, Union

from pydantic import Discriminator, Tag

from geogame.geolocators.networks.base import (
    AnchoredOptions,
    Network,
    NetworkConfig,
    Options,
    Output,
    average_views,
)
from geogame.geolocators.networks.cnn import Cnn, CnnOptions
from geogame.geolocators.networks.cnn_lstm import CnnLstm, CnnLstmOptions
from geogame.geolocators.networks.cnn_lstm_seed import CnnLstmSeed, CnnLstmSeedOptions
from geogame.geolocators.networks.geospottr import Geospottr, GeospottrOptions
from geogame.geolocators.networks.resnext import Resnext, ResnextOptions
from geogame.geolocators.networks.retrieval import Retrieval, RetrievalOptions

__all__ = [
    "NETWORKS",
    "AnchoredOptions",
    "CnnLstmOptions",
    "GeolocatorSection",
    "Network",
    "NetworkConfig",
    "NetworkKind",
    "Options",
    "Output",
    "RetrievalOptions",
    "average_views",
    "build_network",
    "read_config",
]


@dataclass(frozen=True, slots=True)
class NetworkKind:
    """One kind: its section of a recipe, and the network made from it."""

    options: type[Options]
    network: type[Network]


NETWORKS: Final[dict[str, NetworkKind]] = {
    "cnn": NetworkKind(CnnOptions, Cnn),
    "cnn_lstm": NetworkKind(CnnLstmOptions, CnnLstm),
    "cnn_lstm_seed": NetworkKind(CnnLstmSeedOptions, CnnLstmSeed),
    "geospottr": NetworkKind(GeospottrOptions, Geospottr),
    "resnext": NetworkKind(ResnextOptions, Resnext),
    "retrieval": NetworkKind(RetrievalOptions, Retrieval),
}


def _kind(section: Any) -> str:
    """Kind of a recipe's ``[geolocator]``; ours where it says none."""
    if isinstance(section, dict):
        return str(section.get("kind", "cnn_lstm"))
    return str(getattr(section, "kind", section))


if TYPE_CHECKING:
    GeolocatorSection: TypeAlias = Options
else:
    GeolocatorSection = Annotated[
        Union[tuple(Annotated[kind.options, Tag(name)] for name, kind in NETWORKS.items())],  # noqa: UP007
        Discriminator(_kind),
    ]


def build_network(config: NetworkConfig[Any]) -> Network:
    """Build the network of a configuration with random weights (see `Network.load_pretrained`)."""
    return NETWORKS[config.options.kind].network(config)


def read_config(kind: str, raw: dict[str, Any]) -> NetworkConfig[Any]:
    """Rebuild a configuration from `NetworkConfig.to_json`.

    Raises
    ------
    TypeError, ValueError
        If an entry is unknown, missing or out of range.
    """
    return NetworkConfig.from_json(NETWORKS[kind].options, raw)
