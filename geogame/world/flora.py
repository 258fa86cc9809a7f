"""What blooms where and when, and what grazes: tables typed by the author, from general knowledge."""

from dataclasses import dataclass

from geogame.world.ranges import Box, inside

_EAST: Box = (36.0, 49.0, -97.0, -66.9)
_TEXAS: Box = (27.5, 33.8, -100.5, -94.3)


@dataclass(frozen=True, slots=True)
class Bloom:
    """
    One plant that flowers.

    ``sprite`` is its billboard, ``flower`` the sRGB colour of petals, ``days`` the first and last day of the year,
    ``chance`` how often a scene inside one of the ``boxes`` has it; ``where`` is "verge" (beside the road, in open
    grass), "edge" (small trees at a wood's edge and in yards) or "town". ``rich`` says how thickly it covers the verge,
    ``woods`` the least share of forest it needs about it.
    """

    name: str
    sprite: str
    flower: str
    height_m: float
    days: tuple[int, int]
    boxes: tuple[Box, ...]
    chance: float
    where: str = "verge"
    rich: float = 0.35
    woods: float = 0.0


BLOOMS: tuple[Bloom, ...] = (
    Bloom("bluebonnet", "flower_spike", "#4a55b0", 0.35, (70, 116), (_TEXAS,), 0.8, rich=1.0),
    Bloom("Indian paintbrush", "flower_cup", "#d8452c", 0.33, (74, 128), (_TEXAS,), 0.55, rich=0.6),
    Bloom("Indian blanket", "flower_daisy", "#d8602c", 0.4, (112, 170), ((26.0, 35.5, -102.0, -94.0),), 0.5),
    Bloom("California poppy", "flower_cup", "#f08c1e", 0.3, (60, 150), ((32.6, 39.8, -123.6, -116.6),), 0.65, rich=0.8),
    Bloom("wild mustard", "flower_plume", "#dcc42c", 0.8, (40, 112), ((33.0, 39.5, -123.5, -117.0),), 0.45),
    Bloom("lupine", "flower_spike", "#6c5cc4", 0.7, (140, 192),
          ((42.0, 49.0, -124.8, -119.0), (43.2, 47.5, -71.5, -66.9)), 0.6, rich=0.6, woods=0.15),
    Bloom("fireweed", "flower_spike", "#b0609a", 1.1, (182, 240), ((40.5, 49.0, -124.8, -104.5),), 0.45, rich=0.2,
          woods=0.45),
    Bloom("goldenrod", "flower_plume", "#d4ac2c", 0.85, (225, 285), (_EAST,), 0.75, rich=0.6),
    Bloom("aster", "flower_daisy", "#8c7ccc", 0.6, (236, 292), (_EAST,), 0.55),
    Bloom("black-eyed Susan", "flower_daisy", "#e6b024", 0.6, (165, 236), ((33.5, 44.5, -97.0, -71.0),), 0.5),
    Bloom("wild carrot", "flower_plume", "#b8b7aa", 0.55, (180, 245), ((36.0, 46.5, -95.0, -69.0),), 0.35, rich=0.12),
    Bloom("ox-eye daisy", "flower_daisy", "#cccabc", 0.45, (150, 192), ((38.0, 48.5, -95.0, -66.9),), 0.4, rich=0.2),
    Bloom("dandelion", "flower_cup", "#f0cc2a", 0.14, (100, 150), (_EAST, (43.0, 49.0, -124.8, -110.0)), 0.6),
    Bloom("wild sunflower", "flower_daisy", "#e6b024", 1.15, (205, 268), ((30.0, 48.0, -106.0, -95.0),), 0.6),
    Bloom("brittlebush", "flower_daisy", "#e6c02c", 0.6, (58, 112), ((31.4, 36.2, -117.5, -110.0),), 0.55),
    Bloom("rabbitbrush", "flower_plume", "#ccae30", 0.8, (235, 292), ((35.0, 46.5, -120.5, -103.5),), 0.5),
    Bloom("blanket of phlox", "flower_cup", "#cc5c9c", 0.3, (70, 125), ((27.0, 31.5, -87.0, -80.5),), 0.45),
    Bloom("crimson clover", "flower_spike", "#b03040", 0.3, (90, 130), ((30.5, 35.5, -92.0, -79.0),), 0.4),
    Bloom("dogwood", "small_bloom", "#f2eee8", 6.0, (85, 120), ((31.0, 40.5, -95.0, -74.5),), 0.7, "edge"),
    Bloom("redbud", "small_bloom", "#c25c9e", 5.5, (74, 110), ((31.0, 41.5, -98.5, -75.5),), 0.7, "edge"),
    Bloom("rhododendron", "brush", "#cc7cb0", 2.5, (148, 188), ((34.6, 41.0, -84.5, -77.0),), 0.5, "edge"),
    Bloom("cherry, crab-apple", "small_bloom", "#f0c8d4", 5.5, (95, 132), ((36.5, 45.0, -96.0, -69.0),), 0.7, "town"),
    Bloom("lilac", "brush", "#a88ccc", 2.8, (125, 152), ((41.0, 49.0, -97.0, -66.9),), 0.4, "town"),
    Bloom("crape myrtle", "small_bloom", "#d0528c", 5.0, (168, 240), ((28.0, 37.5, -100.0, -75.5),), 0.75, "town"),
    Bloom("jacaranda", "small_bloom", "#9080c4", 9.0, (120, 172), ((32.5, 34.7, -119.6, -116.8),), 0.7, "town"),
    Bloom("bougainvillea", "brush", "#c8347c", 2.6, (1, 365),
          ((32.5, 34.7, -119.6, -116.5), (24.3, 27.6, -82.8, -79.9)), 0.6, "town"),
    Bloom("oleander", "brush", "#e08ca4", 2.8, (120, 285), ((31.0, 37.5, -122.5, -110.0),), 0.4, "town"),
)  # fmt: skip


def blooming(lat: float, lon: float, day_of_year: int) -> list[Bloom]:
    """Everything that can flower at a place on a date."""
    return [
        bloom
        for bloom in BLOOMS
        if bloom.days[0] <= day_of_year <= bloom.days[1] and any(inside(box, lat, lon) for box in bloom.boxes)
    ]


@dataclass(frozen=True, slots=True)
class Herd:
    """Animals that graze in a state: billboard, coats (sRGB), height, and how often a country scene has them."""

    sprite: str
    coats: tuple[str, ...]
    chance: float
    height_m: float = 1.45


_ANGUS = Herd("cow", ("#1e1b19", "#241f1c", "#191716", "#4a2c20"), 0.36)
_HOLSTEIN = Herd("holstein", ("#1c1a19",), 0.36, 1.5)
_HEREFORD = Herd("hereford", ("#7a3a22", "#6e3420"), 0.26)
_LONGHORN = Herd("longhorn", ("#8a4a2a", "#5c3a28", "#b08a64"), 0.06)
_MIXED = Herd("cow", ("#1e1b19", "#6a3a24", "#b89a78", "#8a5a3a"), 0.3)
_SHEEP = Herd("sheep", ("#d8d0be", "#cfc6b2"), 0.12, 0.95)
_HORSES = Herd("horse", ("#5a3420", "#3a241a", "#7a4a2a", "#241c18"), 0.12, 1.7)

HERDS: dict[str, tuple[Herd, ...]] = {
    **dict.fromkeys("WI VT NY PA MI MN NH ME MA CT".split(), (_HOLSTEIN,)),
    **dict.fromkeys("OH IN IL IA MD DE NJ".split(), (_MIXED, _HORSES)),
    **dict.fromkeys("NE KS SD ND".split(), (_ANGUS,)),
    **dict.fromkeys("MT WY CO ID UT NV".split(), (_ANGUS, _SHEEP, _HORSES)),
    **dict.fromkeys("TX OK".split(), (_HEREFORD, _ANGUS, _LONGHORN)),
    **dict.fromkeys("NM AZ".split(), (_HEREFORD,)),
    **dict.fromkeys("MO AR TN VA WV NC AL MS GA SC LA".split(), (_MIXED,)),
    "FL": (Herd("cow", ("#6a4a34", "#b89a78", "#3a2a20"), 0.3),),
    "KY": (Herd("horse", _HORSES.coats, 0.55, 1.7), _MIXED),
    "CA": (_ANGUS, Herd("holstein", ("#1c1a19",), 0.1, 1.5)),
    **dict.fromkeys("OR WA".split(), (_ANGUS, _SHEEP)),
}
"""Herds by postal code of the state."""
