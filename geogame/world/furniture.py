"""Street furniture: lamps, signals, hydrants, mailboxes, benches. Who has which is the author's.

Signals hang on span wire in the East and Midwest and on mast arms in the West; they lie on their side in three states.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world import street_shapes as shapes
from geogame.world.colour import linear
from geogame.world.kernels.placement import on_crossing
from geogame.world.mesh import Mesh, Pose, stamp
from geogame.world.roadside import GREY_STEEL, WOOD, Roadside
from geogame.world.setting import Setting
from geogame.world.settlement import BIG_CITY, COUNTRY, DOWNTOWN, ROWS, SMALL_TOWN, STRIP, SUBURB
from geogame.world.town import Town

Rng = np.random.Generator
Floats = NDArray[np.float64]
SPAN_WIRE = frozenset("MI OH IN KY TN GA SC NC FL AL MS LA PA WV NY NJ CT MA RI NH VT ME VA DE AR".split())
SIDEWAYS_SIGNALS = frozenset("TX NM NE".split())
YELLOW_SIGNALS = frozenset("NY NJ PA MA CT RI NH VT ME MI OH KY NC SC GA FL TX OK AR MS AL".split())
YELLOW_HYDRANTS = frozenset("CA AZ NV UT CO FL TX NM WA OR ID".split())
CITY = frozenset((DOWNTOWN, BIG_CITY, ROWS, SMALL_TOWN))


@dataclass(slots=True)
class Street:
    """The kerb that furniture stands along."""

    s: Setting
    road: Roadside
    rng: Rng

    @property
    def half(self) -> float:
        """Metres from the centre line to the kerb."""
        return float(self.s.params[A.ROAD_HALF_WIDTH])

    def foot(self, u: float, v: float) -> Pose | None:
        """Pose at road coordinates, x towards the road; None in the water and on crossing streets."""
        feet, use = self.road.line(u, np.array([v]))
        if use[0] == A.OPEN_WATER or on_crossing(np.array([u]), np.array([v]), self.s.params, 0.6)[0]:
            return None
        angle = -float(self.s.params[A.ROAD_BEARING]) + (math.pi if u > 0 else 0.0)
        return Pose(float(feet[0, 0]), float(feet[0, 1]), float(feet[0, 2]) + 0.03, angle)

    def put(self, mesh: Mesh, u: float, v: float, *colours: str, up_m: float = 0.0, turn: float = 0.0) -> None:
        """Stand one mesh."""
        pose = self.foot(u, v)
        if pose is not None:
            at = Pose(pose.x, pose.y, pose.z + up_m, pose.angle + turn)
            stamp(self.road.solids, mesh, at, np.array([linear(hex_colour) for hex_colour in colours]))


def furniture(s: Setting, road: Roadside, town: Town) -> None:
    """Furnish the street of a scene."""
    street = Street(s, road, s.rng["furniture"])
    chances = street.rng.random(12)
    if s.town == COUNTRY:
        _mailboxes(street, town)
        return
    _lamps(street, chances[0])
    _signals(street, chances[1])
    _hydrants(street)
    if s.town == SUBURB:
        _suburb_mailboxes(street, chances[2])
    if s.town in CITY:
        _sidewalk(street, chances)


def _lamps(street: Street, chance: float) -> None:
    town, road, half = street.s.town, street.road, street.half
    old = town in (SMALL_TOWN, ROWS) or (town == DOWNTOWN and chance < 0.35)
    if town == SUBURB and chance > 0.6:
        return
    step, reach = (17.0, 68.0) if old and town != ROWS else (34.0, 120.0)
    start = -reach + float(street.rng.uniform(0, step))
    dark, grey = linear("#20262a"), linear(GREY_STEEL if town != SUBURB else "#9a958c")
    for k, v in enumerate(np.arange(start, reach, step)):
        for side in (-1.0, 1.0):
            if not old and (k % 2 == 0) == (side > 0):
                continue
            u = side * (half + 0.75)
            pose = street.foot(u, float(v))
            if pose is None or math.hypot(pose.x, pose.y) < half + 2:
                continue
            foot = np.array([pose.x, pose.y, pose.z])
            near = abs(v) < 70
            if old:
                road.wires.post(foot, 3.7, 0.07, dark)
                road.wires.post(foot, 0.7, 0.13, dark)
                if near:
                    street.put(shapes.globe(), u, float(v), "#20262a", "#20262a", "#efe8d2", up_m=3.7)
                continue
            reach_m = np.array([math.cos(pose.angle), math.sin(pose.angle), 0.0]) * 2.4
            top = foot + [0, 0, 8.6]
            road.wires.post(foot, 8.6, 0.09, grey)
            road.wires.add(top, top + reach_m + [0, 0, 0.45], 0.05, grey)
            if near:
                x, y, z = (float(c) for c in top + reach_m + [0, 0, 0.45])
                colours = np.array([linear("#8b9092"), linear("#8b9092"), linear("#d8d8cc")])
                stamp(road.solids, shapes.cobra(), Pose(x, y, z, pose.angle), colours)


def _signals(street: Street, chance: float) -> None:
    """Hang the signals of the nearest junction over the lanes, for both ways."""
    s, road, half = street.s, street.road, street.half
    share = {BIG_CITY: 0.9, DOWNTOWN: 0.75, STRIP: 0.6, ROWS: 0.3, SMALL_TOWN: 0.3}.get(s.town, 0.0)
    if chance >= share or s.params[A.CROSS_KIND] < 0.5:
        return
    state, junction = s.facts.state, float(s.params[A.CROSS_V_M])
    beyond = float(s.params[A.CROSS_HALF_WIDTH]) + 3.4
    green = int(street.rng.random() < 0.6) * 2
    body = "#c9a227" if state in YELLOW_SIGNALS else "#26282a"
    lenses = ["#3a1614", "#3a3014", "#12301f"]
    lenses[green] = "#ff5a48" if green == 0 else "#5cf0a8"
    mesh = shapes.signal(green, sideways=state in SIDEWAYS_SIGNALS)
    colours = np.array([linear(c) for c in (body, body, body, "#1a1b1c", *lenses)])
    # Roles 4..6 are the lenses; the first four are housing and backplate.
    grey = linear(GREY_STEEL)
    bearing = float(s.params[A.ROAD_BEARING])
    for way in (1.0, -1.0):
        # Drivers on the right of their way see the signals beyond the junction.
        v, side = junction + way * beyond, way
        corner, centre = street.foot(side * (half + 1.0), v), street.foot(side * 0.1, v)
        if corner is None or centre is None:
            continue
        base = np.array([corner.x, corner.y, corner.z])
        over = np.array([centre.x, centre.y, centre.z])
        facing = math.pi / 2 - bearing + (math.pi if way > 0 else 0.0)
        if state in SPAN_WIRE:
            other = street.foot(-side * (half + 1.0), v)
            if other is None:
                continue
            far = np.array([other.x, other.y, other.z])
            for post in (base, far):
                road.wires.post(post, 8.4, 0.14, linear(WOOD))
            road.wires.add(base + [0, 0, 7.9], far + [0, 0, 7.9], 0.02, np.full(3, 0.06), 0.7)
        else:
            road.wires.post(base, 6.6, 0.13, grey)
            road.wires.add(base + [0, 0, 6.2], over + [0, 0, 6.6], 0.08, grey)
        for share_out in (0.3, 0.68):
            x, y, z = (float(c) for c in base * (1 - share_out) + over * share_out)
            hang = z + (6.45 if state in SPAN_WIRE else 6.1)
            stamp(road.solids, mesh, Pose(x, y, hang, facing), colours)


def _hydrants(street: Street) -> None:
    yellow = street.s.facts.state in YELLOW_HYDRANTS
    body, cap = ("#d8b52c", "#d8b52c") if yellow else ("#b0302a", ("#b0302a", "#c9ccce")[int(street.rng.integers(2))])
    for low, high in ((-62.0, -12.0), (12.0, 62.0)):
        u = float(street.rng.choice([-1.0, 1.0])) * (street.half + 0.95)
        street.put(shapes.hydrant(), u, float(street.rng.uniform(low, high)), body, cap)


def _mailboxes(street: Street, town: Town) -> None:
    """Stand a mailbox at the road before each house in the country."""
    share, edge = street.s.customs.mailbox_share, float(street.s.params[A.SHOULDER_HALF_WIDTH])
    bearing = float(street.s.params[A.ROAD_BEARING])
    paint = ("#b8bcbe", "#1d1f21", "#dedcd4")[int(street.rng.integers(3))]
    for x, y, _reach in town.clearings[:4]:
        v = x * math.sin(bearing) + y * math.cos(bearing) + 9.0
        side = 1.0 if x * math.cos(bearing) - y * math.sin(bearing) > 0 else -1.0
        if street.rng.random() < share and 3.0 < abs(v) < 120.0:
            street.put(shapes.mailbox(0), side * (edge + 0.5), v, paint, "#b02c24", paint, WOOD)


def _suburb_mailboxes(street: Street, chance: float) -> None:
    if chance > street.s.customs.mailbox_share:
        return
    paint = ("#1d1f21", "#1d1f21", "#b8bcbe")[int(street.rng.integers(3))]
    for side in (-1.0, 1.0):
        for v in np.arange(-62.0, 63.0, 22.0):
            at = float(v + street.rng.uniform(-4, 4))
            if abs(at) > 4 and street.rng.random() < 0.6:
                street.put(shapes.mailbox(0), side * (street.half + 0.6), at, paint, "#b02c24", paint, WOOD)


def _sidewalk(street: Street, chances: Floats) -> None:
    """Stand meters, benches, bins, boxes, planters and a bus shelter on the sidewalk."""
    rng, half = street.rng, street.half
    side, kerb = float(rng.choice([-1.0, 1.0])), half + 0.9
    if chances[3] < 0.55 and street.s.town != ROWS:
        _meters(street)
    if chances[4] < 0.5:
        blue, dark = "#1f3f7a", "#16264a"
        street.put(shapes.mailbox(1), side * kerb, float(rng.uniform(7, 26)), blue, blue, blue, dark)
    if chances[7] < 0.3 and street.s.town != SMALL_TOWN:
        at = float(rng.uniform(14, 30)) * float(rng.choice([-1.0, 1.0]))
        street.put(shapes.shelter(), side * (half + 1.5), at, "#3a4248", "#3a4248", "#1a2226", "#6e5c4a")
    if chances[8] < 0.4:
        at = float(rng.uniform(8, 20))
        for k, paint in enumerate(("#8f2c26", "#264a78", "#b89a34")):
            street.put(shapes.news_box(), -side * kerb, at + 0.6 * k, paint, paint, paint, "#1d1f21")
    _rest(street, side, chances[5:10])


def _meters(street: Street) -> None:
    tones = ("#6a7074", "#6a7074", "#6a7074", "#565a5e")
    for side in (-1.0, 1.0):
        for v in np.arange(-35.2, 36.0, 6.4):
            if abs(v) > 5:
                street.put(shapes.meter(), side * (street.half + 0.45), float(v), *tones)


def _rest(street: Street, side: float, chances: Floats) -> None:
    rng, half = street.rng, street.half
    if chances[0] < 0.6:
        wood = ("#6e4a2e", "#20262a")[int(rng.integers(2))]
        for v in (-19.0, 12.0, 31.0):
            street.put(shapes.bench(), -side * (half + 2.6), v + float(rng.uniform(-3, 3)), wood, wood, wood, "#1d1f21")
    if chances[1] < 0.7:
        for v in (-27.0, 9.0, 34.0):
            street.put(shapes.bin_can(), side * (half + 0.9), v + float(rng.uniform(-4, 4)), "#24352c", "#1a1c1d")
    if chances[4] < 0.4:
        for v in (-15.0, 15.0):
            green = "#4f7a34" if street.s.season.temperature_c > 4 else "#6a5c44"
            street.put(shapes.planter(), side * (half + 1.3), v, "#a59a8a", green)
