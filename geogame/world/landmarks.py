"""Landmarks of the country and its towns, placed where `landmark_tables` has them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world import landmark_shapes as shapes
from geogame.world.colour import linear
from geogame.world.kernels.layout import water_distance
from geogame.world.kernels.placement import probe
from geogame.world.landforms import uninhabited
from geogame.world.landmark_tables import (
    CONCRETE_ELEVATORS,
    COTTON_DAYS,
    COTTON_STATES,
    HAY_DAYS,
    IRRIGATED,
    LIGHTHOUSES,
    NEW_ENGLAND,
    NO_BILLBOARDS,
    OIL,
    PLAINS,
    SNOW_FENCE_SHARE,
    SOUTH,
    WEST,
    WIND,
    WOODEN_ELEVATORS,
    church_style,
    share_at,
    water_tower_style,
)
from geogame.world.mesh import Pose
from geogame.world.setting import Setting
from geogame.world.settlement import BIG_CITY, COUNTRY, DOWNTOWN, ROWS, SMALL_TOWN, STRIP, SUBURB
from geogame.world.solids import Surface
from geogame.world.town import Town

Rng = np.random.Generator
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Land:
    """The ground that landmarks stand on, and the chance that places them."""

    s: Setting
    town: Town
    terrain: A.Terrain
    rng: Rng

    def ground(self, x: float, y: float) -> tuple[float, int]:
        """Height of the bare ground, metres above the camera's foot, and land use; -1 on the road."""
        _d, kind, height = probe(np.array([x]), np.array([y]), self.s.params, self.edge)
        r = math.hypot(x, y)
        if r < 180.0:
            return float(height[0]), int(kind[0])
        land = self.terrain
        azimuths = len(land.heights)
        at = (math.atan2(x, y) % (2 * math.pi)) / (2 * math.pi) * azimuths - 0.5
        ring = min(float(np.interp(r, land.radii_m, np.arange(len(land.radii_m)))), len(land.radii_m) - 1.001)
        a, i = math.floor(at), int(ring)
        corners = [
            self._bare((a + da) % azimuths, i + di) * wa * wi
            for da, wa in ((0, a + 1 - at), (1, at - a))
            for di, wi in ((0, i + 1 - ring), (1, ring - i))
        ]
        return sum(corners), int(kind[0])

    def _bare(self, a: int, i: int) -> float:
        """Height of one cell without what grows on it."""
        land = self.terrain
        use = int(land.materials[a, i]) & ~A.BORDER
        grown = {A.FOREST: 1.2 * self.s.params[A.FOREST_HEIGHT_M], A.CROP: 1.1 * self.s.params[A.CROP_HEIGHT_M]}.get(
            use, 0.0
        )
        return float(land.heights[a, i]) - min(max(float(land.above_ground[a, i]), 0.0), float(grown))

    @property
    def edge(self) -> float:
        """Metres from the road's centre line to where nothing of the road is left."""
        return float(self.s.params[A.SHOULDER_HALF_WIDTH]) + 1.5

    def spot(
        self,
        u_range: tuple[float, float],
        reach: float,
        margin: float,
        *,
        woods: bool = False,
        turn: float | None = None,
    ) -> Pose | None:
        """Draw a dry place beside the road, clear of buildings; None when four tries found none.

        Parameters
        ----------
        u_range
            Metres from the road's centre line, either side.
        reach
            Metres along the road, either way.
        margin
            Metres to keep around.
        woods
            Whether it may stand among trees.
        turn
            Its way relative to the road's, radians; drawn when not given.
        """
        rng, base = self.rng, math.pi / 2 - float(self.s.params[A.ROAD_BEARING])
        for _ in range(4):
            side, u, v = rng.choice([-1.0, 1.0]), float(rng.uniform(*u_range)), float(rng.uniform(-reach, reach))
            angle = base + (float(rng.choice(4)) * math.pi / 2 if turn is None else turn)
            feet, _use = self.town.road.line(float(side) * u, np.array([v]))
            x, y = float(feet[0, 0]), float(feet[0, 1])
            if any(math.hypot(x - cx, y - cy) < reach_m + margin for cx, cy, reach_m in self.town.clearings):
                continue
            if self.fits(x, y, margin, woods=woods):
                return Pose(x, y, self.ground(x, y)[0], angle)
        return None

    def fits(self, x: float, y: float, margin: float, *, woods: bool = False) -> bool:
        """Tell whether a place and its surroundings are dry, off the road and, if asked, out of the woods."""
        around = np.array([(0.0, 0.0), (margin, 0.0), (-margin, 0.0), (0.0, margin), (0.0, -margin)])
        _d, kinds, _h = probe(x + around[:, 0], y + around[:, 1], self.s.params, self.edge)
        return not ((kinds < 0) | (kinds == A.OPEN_WATER) | ((kinds == A.FOREST) & (not woods))).any()

    def clear(self, pose: Pose, reach_m: float) -> None:
        """Keep trees away."""
        self.town.clearings.append((pose.x, pose.y, reach_m))


def landmarks(s: Setting, town: Town, terrain: A.Terrain) -> None:
    """Place the landmarks of a scene; each kind draws its chance whether or not it can stand here."""
    land = Land(s, town, terrain, s.rng["landmarks"])
    chances = land.rng.random(16)
    _replace_sprites(land)
    if uninhabited(s.params):
        if s.town == COUNTRY:
            _pumpjacks(land, chances[2])
            _lighthouse(land, chances[12])
        return
    _water_tower(land, chances[0])
    if s.town == COUNTRY:
        _turbines(land, chances[1])
        _pumpjacks(land, chances[2])
        _elevator(land, chances[3])
        _church(land, chances[4])
        _pivot(land, chances[5])
        _bales(land, chances[6])
        _snow_fence(land, chances[7])
        _transmission(land, chances[8])
    _masts(land, chances[9], chances[10])
    _billboards(land, chances[11])
    if s.town in (COUNTRY, SMALL_TOWN, SUBURB):
        _lighthouse(land, chances[12])


def _replace_sprites(land: Land) -> None:
    """Turn the pumps and turbines that the farm asked for into solid ones."""
    kept: list[tuple[str, float, float]] = []
    for kind, x, y in land.town.animals:
        pose = Pose(x, y, land.ground(x, y)[0], float(land.rng.uniform(0, 2 * math.pi)))
        if kind == "pumpjack" and land.fits(x, y, 4.0):
            shapes.pumpjack(land.town.road.solids, pose, land.rng)
            land.clear(pose, 8.0)
        elif kind not in ("pumpjack", "turbine"):
            kept.append((kind, x, y))
    land.town.animals[:] = kept


def _water_tower(land: Land, chance: float) -> None:
    s = land.s
    share = {COUNTRY: 0.06, SMALL_TOWN: 0.5, SUBURB: 0.16, STRIP: 0.25, ROWS: 0.04, DOWNTOWN: 0.06, BIG_CITY: 0.0}[
        s.town
    ]
    share *= 0.5 if s.facts.state in WEST else 1.0
    if chance >= share:
        return
    u = (150.0, 600.0) if s.town == COUNTRY else (55.0, 190.0)
    pose = land.spot(u, u[1], 9.0, woods=True)
    if pose is not None:
        style = water_tower_style(s.facts.state, float(land.rng.random()))
        shapes.water_tower(land.town.road.solids, pose, style, land.rng)
        land.clear(pose, 9.0)


def _pumpjacks(land: Land, chance: float) -> None:
    f = land.s.facts
    if chance >= share_at(OIL, f.state, f.lat, f.lon):
        return
    for k in range(int(land.rng.integers(1, 5))):
        pose = land.spot((24.0, 60.0) if k == 0 else (30.0, 240.0), 40.0 + 60.0 * k, 5.0)
        if pose is not None:
            shapes.pumpjack(land.town.road.solids, pose, land.rng)
            land.clear(pose, 8.0)
    pose = land.spot((40.0, 120.0), 120.0, 9.0)
    if pose is not None and land.rng.random() < 0.6:
        shapes.tank_battery(land.town.road.solids, pose, land.rng)
        land.clear(pose, 12.0)


def _turbines(land: Land, chance: float) -> None:
    f, rng = land.s.facts, land.rng
    if chance >= share_at(WIND, f.state, f.lat, f.lon):
        return
    bearing, start = float(rng.uniform(0, 2 * math.pi)), float(rng.uniform(350, 1500))
    facing, hub = float(rng.uniform(0, 2 * math.pi)), float(rng.uniform(78, 98))
    for k in range(int(rng.integers(7, 18))):
        # Rows across the wind, a rotor's sixfold apart, spreading away from the road.
        turn = bearing + float(rng.normal(0, 0.28))
        away = start + 190.0 * k + float(rng.uniform(-90, 90))
        x, y = away * math.sin(turn), away * math.cos(turn)
        if land.fits(x, y, 20.0, woods=True):
            z, _kind = land.ground(x, y)
            shapes.turbine(land.town.road, Pose(x, y, z, facing), hub, float(rng.uniform(0, 2.1)))


def _elevator(land: Land, chance: float) -> None:
    state = land.s.facts.state
    wooden = WOODEN_ELEVATORS.get(state, 0.0)
    if float(land.s.params[A.CROP_SHARE]) < 0.25 or chance >= wooden + CONCRETE_ELEVATORS.get(state, 0.0):
        return
    far = land.rng.random() < 0.6
    pose = land.spot((200.0, 800.0) if far else (60.0, 170.0), 700.0 if far else 140.0, 34.0, turn=0.0)
    if pose is not None:
        shapes.elevator(land.town.road.solids, pose, land.rng, wooden=chance < wooden)
        land.clear(pose, 36.0)


def _church(land: Land, chance: float) -> None:
    style = church_style(land.s.facts.state)
    if style is None or chance >= (0.09 if land.s.facts.state in NEW_ENGLAND | SOUTH else 0.05):
        return
    pose = land.spot((26.0, 75.0), 110.0, 12.0, woods=True)
    if pose is not None:
        shapes.church(land.town.road.solids, pose, style)
        land.clear(pose, 24.0)


def _pivot(land: Land, chance: float) -> None:
    f, rng = land.s.facts, land.rng
    if float(land.s.params[A.CROP_SHARE]) < 0.2 or chance >= share_at(IRRIGATED, f.state, f.lat, f.lon):
        return
    base = math.pi / 2 - float(land.s.params[A.ROAD_BEARING])
    side, along = float(rng.choice([-1.0, 1.0])), float(rng.uniform(-60, 60))
    angle = base - side * math.pi / 2 + float(rng.uniform(-0.9, 0.9))
    feet, _ = land.town.road.line(side * (land.edge + float(rng.uniform(14, 30))), np.array([along]))
    steel, span = linear("#8f9597"), 54.0
    c, s = math.cos(angle), math.sin(angle)
    across = np.array([-s, c, 0.0])
    previous: Floats | None = None
    for k in range(8):
        x, y = float(feet[0, 0]) + k * span * c, float(feet[0, 1]) + k * span * s
        z, kind = land.ground(x, y)
        if kind in (A.OPEN_WATER, A.FOREST, -1):
            break
        top = np.array([x, y, z + 3.9])
        wires = land.town.road.wires
        for way in (-1.0, 1.0):
            wires.add(np.array([x, y, z - 0.1]) + across * 2.2 * way, top, 0.1, steel)
            wheel = np.array([x, y, z + 0.3]) + across * 2.2 * way
            wires.add(wheel - across * 0.5, wheel + across * 0.5, 0.5, linear("#2a2a2a"))
        wires.add(np.array([x, y, z + 0.5]) - across * 2.2, np.array([x, y, z + 0.5]) + across * 2.2, 0.06, steel)
        if previous is not None:
            crown = 0.5 * (previous + top) + [0, 0, 1.1]
            wires.add(previous, crown, 0.17, steel)
            wires.add(crown, top, 0.17, steel)
            wires.add(previous, top, 0.06, steel, 0.9)
        previous = top


def _bales(land: Land, chance: float) -> None:
    s, rng = land.s, land.rng
    day, crops = s.season.day_of_year, s.blend.main.crops
    cotton = "cotton" in crops and s.facts.state in COTTON_STATES and COTTON_DAYS[0] < day < COTTON_DAYS[1]
    hay = ("hay" in crops or s.facts.state in PLAINS) and HAY_DAYS[0] < day < HAY_DAYS[1]
    if not ((cotton and chance < 0.4) or (hay and chance < 0.22)):
        return
    style, end = (1, "#e6e2da") if cotton else (0, "#b39a5e")
    side = ("#d8c02c", "#d987a4")[int(rng.integers(2))] if cotton else "#a88f52"
    count, start = int(rng.integers(5, 15)), land.spot((24.0, 70.0), 60.0, 3.0)
    if start is None:
        return
    for k in range(count):
        shift = rng.normal(0, 26.0, 2) if not cotton else np.array([0.0, 2.7 * k])
        c, s_ = math.cos(start.angle), math.sin(start.angle)
        x, y = start.x + c * shift[0] - s_ * shift[1], start.y + s_ * shift[0] + c * shift[1]
        if land.fits(x, y, 2.0):
            z, _kind = land.ground(x, y)
            angle = start.angle if cotton else float(rng.uniform(0, math.pi))
            shapes.bale(land.town.road.solids, Pose(x, y, z, angle), side, end, style)


def _snow_fence(land: Land, chance: float) -> None:
    if chance >= SNOW_FENCE_SHARE.get(land.s.facts.state, 0.0):
        return
    bearing = float(land.s.params[A.ROAD_BEARING])
    side = -1.0 if math.cos(bearing) > 0 else 1.0  # the wind comes from the west
    wood = Surface(linear("#9a8f80"))
    for u, start in ((55.0, -120.0), (72.0, 30.0)):
        feet, use = land.town.road.line(side * u, np.arange(start, start + 110.0, 4.9))
        for a, b, kind in zip(feet[:-1], feet[1:], use, strict=False):
            if kind not in (A.OPEN, A.CROP, A.YARD):
                continue
            span = b - a
            flat = (float(span[0]) * 0.97, float(span[1]) * 0.97, float(span[2]))
            lean = (-float(span[1]) * 0.16, float(span[0]) * 0.16)
            for rail in range(6):
                share = rail / 6
                x, y, z = float(a[0]) + lean[0] * share, float(a[1]) + lean[1] * share, float(a[2]) + 0.4 + 2.9 * share
                up = (lean[0] * 0.06, lean[1] * 0.06, 0.24)
                land.town.road.solids.quad((x, y, z), flat, up, wood)
            land.town.road.wires.add(a - [0, 0, 0.3], a + [lean[0], lean[1], 3.4], 0.06, wood.rgb)


def _transmission(land: Land, chance: float) -> None:
    """Run a high-voltage line across the country, over the road."""
    if chance >= 0.09:
        return
    rng = land.rng
    base, v = float(land.s.params[A.ROAD_BEARING]), float(rng.uniform(70, 420)) * float(rng.choice([-1.0, 1.0]))
    bearing = base + math.pi / 2 + float(rng.uniform(-0.7, 0.7))
    feet, _ = land.town.road.line(0.0, np.array([v]))
    height, spacing = float(rng.uniform(34, 46)), float(rng.uniform(230, 310))
    offset = float(rng.uniform(0.25, 0.75))
    hooks: list[Floats] = []
    for k in range(-4, 5):
        away = (k + offset) * spacing
        x, y = float(feet[0, 0]) + away * math.sin(bearing), float(feet[0, 1]) + away * math.cos(bearing)
        if not land.fits(x, y, 5.0, woods=True):
            hooks = []
            continue
        z, _kind = land.ground(x, y)
        pose = Pose(x, y, z, math.pi / 2 - bearing)
        here = shapes.lattice_pylon(land.town.road, pose, height, near=math.hypot(x, y) < 350)
        land.clear(pose, 9.0)
        for a, b in zip(hooks, here, strict=False):
            land.town.road.wires.add(a, b, 0.028, np.full(3, 0.08), 7.5)
        hooks = here


def _masts(land: Land, cell: float, radio: float) -> None:
    town = land.s.town
    if cell < {COUNTRY: 0.08, STRIP: 0.2, SUBURB: 0.1, SMALL_TOWN: 0.15}.get(town, 0.0):
        pose = land.spot((50.0, 420.0), 300.0, 4.0, woods=True)
        if pose is not None:
            shapes.monopole(land.town.road, pose, float(land.rng.uniform(30, 52)))
    if town == COUNTRY and radio < 0.045:
        pose = land.spot((350.0, 1800.0), 1500.0, 6.0, woods=True)
        if pose is not None:
            shapes.radio_mast(land.town.road, pose, float(land.rng.uniform(90, 260)))


def _billboards(land: Land, chance: float) -> None:
    town = land.s.town
    share = {COUNTRY: 0.07, STRIP: 0.45, SMALL_TOWN: 0.08}.get(town, 0.0)
    if chance >= share or land.s.facts.state in NO_BILLBOARDS:
        return
    turn = float(land.rng.choice([0.0, math.pi])) + float(land.rng.uniform(-0.25, 0.25))
    pose = land.spot((land.edge + 8.0, land.edge + 16.0), 120.0, 6.0, turn=turn)
    if pose is not None:
        shapes.billboard(land.town.road, pose, land.rng)
        land.clear(pose, 9.0)


def _lighthouse(land: Land, chance: float) -> None:
    """Stand a lighthouse a few steps inside the shore, where a state of lighthouses meets open water."""
    s, water = land.s, land.s.facts.water
    if water is None or s.params[A.WATER_DISTANCE_M] > A.NO_WATER or s.facts.state not in LIGHTHOUSES:
        return
    if chance >= (0.22 if water.distance_km < 2 else 0.1) or not (water.is_sea or water.share > 0.3):
        return
    bearing = float(s.params[A.WATER_BEARING]) + float(land.rng.uniform(0.95, 1.42)) * float(
        land.rng.choice([-1.0, 1.0])
    )
    for away in range(54, 600, 6):
        x, y = away * math.sin(bearing), away * math.cos(bearing)
        if water_distance(x, y, s.params) > -14.0:
            if land.fits(x, y, 6.0, woods=True):
                pose = Pose(x, y, land.ground(x, y)[0], bearing)
                keeper = (x + 9.5 * math.cos(bearing), y + 9.5 * math.sin(bearing))
                shapes.lighthouse(land.town.road.solids, pose, land.rng, keeper=land.fits(*keeper, 8.0))
                land.clear(pose, 14.0)
            return
