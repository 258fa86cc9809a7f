"""What a source on the network is: it lists candidates in cells, and fetches one candidate's picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal, Protocol

from geogame.partitions import Partition
from geogame.regions import Region
from geogame.sources.remote.client import Client

Gives = Literal["single", "headings"]
CC_BY_SA = "CC-BY-SA-4.0"
CC_BY_SA_URL = "https://creativecommons.org/licenses/by-sa/4.0/"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that a service offers, not fetched yet.

    Attributes
    ----------
    id
        The provider's own.
    lat, lon
        WGS84 degrees.
    sequence
        The drive or walk that it belongs to; empty where unknown.
    captured_at
        ISO date or moment (UTC); empty where unknown. ``precision`` is ``day``, ``second``, or empty.
    centre_deg
        Where the middle of the picture looks, clockwise from north; None where unknown.
    full_turn
        Whether the picture is equirectangular; else it is flat.
    ticket
        What the source needs to fetch it; JSON's kinds alone.
    """

    id: str
    lat: float
    lon: float
    sequence: str = ""
    captured_at: str = ""
    precision: str = ""
    centre_deg: float | None = None
    full_turn: bool = False
    creator: str = ""
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    page_url: str = ""
    ticket: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """All fields, as JSON knows them."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Candidate:
        """Read what `as_json` gave; `KeyError` where a field is missing."""
        return cls(**{each.name: raw[each.name] for each in fields(cls)})


@dataclass(frozen=True)
class Survey:
    """What a source is asked to list.

    Attributes
    ----------
    targets
        Places wanted in each cell that is not listed yet.
    seed
        Decides which candidates are kept where there are more than ``keep`` for a cell.
    tell
        Called with a few words whenever something was listed.
    """

    region: Region
    partition: Partition
    targets: dict[int, int]
    seed: int
    tell: Callable[[str], None]

    def keep(self, cell: int) -> int:
        """Candidates of a cell that suffice: many will be turned away."""
        return 3 * self.targets[cell] + 16


class Giver(Protocol):
    """Anything with a name that says what it gives."""

    @property
    def name(self) -> str:
        """The source's name."""
        ...

    @property
    def gives(self) -> Gives:
        """What `RemoteSource` says of it."""
        ...


class RemoteSource(Protocol):
    """One service. ``listing`` and ``picture`` raise the errors of `client.Client`.

    Attributes
    ----------
    name
        The key in ``REMOTE``.
    gives
        ``single``: one flat photograph a place. ``headings``: full turns, cut at the region's headings.
    licence, attribution
        Of the whole; each place carries its own.
    """

    name: str
    gives: Gives
    licence: str
    attribution: str

    def revision(self) -> str:
        """Name the state of the dataset or interface, as catalogs record it."""
        ...

    def listing(self, survey: Survey) -> Iterator[tuple[int, list[Candidate]]]:
        """Yield each cell of the survey once, with its candidates in the order in which they are to be tried."""
        ...

    def picture(self, candidate: Candidate) -> bytes:
        """Fetch the encoded picture."""
        ...

    @property
    def received(self) -> int:
        """Bytes received so far."""
        ...

    def close(self) -> None:
        """Give connections back."""
        ...


class HttpSource:
    """What the sources have in common: a client, an address, and the edition that catalogs record.

    Attributes
    ----------
    edition
        State of the dataset or interface.
    """

    edition: ClassVar[str]

    def __init__(self, client: Client, base: str) -> None:
        self._client, self._base = client, base

    @property
    def received(self) -> int:
        """Bytes received so far."""
        return self._client.received

    def close(self) -> None:
        """Give connections back."""
        self._client.close()

    def revision(self) -> str:
        """Name the state of the dataset or interface."""
        return self.edition
