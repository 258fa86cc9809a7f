"""The arrays that a scene is made of: what each column of them means.

The scene side fills these arrays and the kernels read them, so this module is the contract between the two.
Numba kernels take plain arrays, hence named integer columns instead of structured records.

World frame: the camera's foot is the origin, x east, y north, z up, all in metres. Colours are linear
(not gamma-encoded) RGB. Every float array is float32.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]

# --- params (N_PARAMS,): the lie of the land and of the road --------------------------------------------
SEED = 0  # integer below 9973
ROAD_BEARING = 1  # radians clockwise from north
ROAD_CURVE = 2  # 1/m; 0 is straight
ROAD_HALF_WIDTH = 3  # m, centre to the edge of the lanes
SHOULDER_HALF_WIDTH = 4  # m, centre to the end of the shoulder
HILL_M = 5  # height of hills
HILL_WAVELENGTH_M = 6
MESA_M = 8  # height of mesas; 0 for none
FOREST_SHARE = 9  # 0..1
FOREST_HEIGHT_M = 10
CROP_SHARE = 11  # 0..1 of the fields
CROP_HEIGHT_M = 12  # above 0.6 a standing wall of crop is modelled
SQUARE_FIELDS = 13  # 0/1: the township grid or irregular fields
WATER_BEARING = 14  # radians clockwise from north, towards open water
WATER_DISTANCE_M = 15  # to the shore; NO_WATER or more for none
WATER_IS_SEA = 16  # 0/1: surf and swell
ROAD_SURFACE = 17  # PAVED or GRAVEL
SNOW_LINE_M = 18  # elevation of the snow line; SNOW_PATCHY or SNOW_FULL for snow on the ground here
CENTRE_LINE = 19  # CENTRE_*
EDGE_LINE = 20  # EDGE_*
FOREST_SETBACK_M = 22  # from the road's centre to the first forest
BUMPS_M = 23  # small unevenness of the ground
URBAN = 24  # 0/1
CROP_ROWS = 25  # 0, 1 for bare rows seen between plants, or WINDROWS
LAKE_SHARE = 26  # 0..1 of ponds and marsh
GROUND_COVER = 27  # 0..1 of grass over soil
ROCK_LINE_M = 28  # elevation above which far land is rock
WATER_LEVEL_M = 29  # of the sea or lake, relative to the camera's foot (negative)
RIDGE_M = 30  # height of mid-distance ridges
PAVED_SHOULDER_M = 31  # asphalt beyond the edge line
TAR_SNAKES = 32  # 0..1: dark sealed cracks on the asphalt
SLAB_M = 33  # spacing of concrete joints; 0 for asphalt
RUMBLE = 34  # 0/1: rumble strip outside the edge line
MOWN_VERGE_M = 35  # short even grass beside the shoulder
SWAY_M = 48  # how far an S-curve swings to a side; 0 for none
SWAY_WAVELENGTH_M = 49
CROSS_KIND = 50  # CROSS_*: a side road or a grid of cross streets
CROSS_V_M = 51  # along the road to the (nearest) one's middle
CROSS_HALF_WIDTH = 52  # m
CROSS_PAVED = 53  # 0/1
CROSS_PERIOD_M = 54  # a cross street every so many metres; 0 for a single one
CROSSWALKS = 55  # 0/1: painted crosswalks and stop lines on the road itself
GRASS_CROWN = 56  # 0..1: grass between the wheel tracks of an unpaved road
BOTTS_DOTS = 57  # 0/1: raised dots instead of paint
PATCHES = 58  # 0..1: how much of the asphalt was mended
PAVED_LOTS = 59  # 0..1: how much of a town's ground between buildings is pavement
LANDFORM = 36  # LANDFORM_*: what the land is shaped like here
LANDFORM_M = 37  # height of dunes, buttes, badlands, of the hills behind a cliff coast, or the depth of a canyon
LANDFORM_BEARING = 38  # radians clockwise from north: towards the canyon, or where the dunes' wind blows
LANDFORM_OFFSET_M = 39  # to the canyon's rim
ALPINE = 40  # 0..1: rounded wooded ridges, or sharp bare ones
STONES = 41  # 0..1: pebbles and stones on bare ground
CRACKS = 42  # 0..1: dry mud or salt parted into polygons
LITTER = 43  # 0..1: fallen leaves and needles under trees
PLANTED = 44  # 0..1: factor on shrubs, grass and trees, little on salt, sand and lava
BASINS = 45  # 0..1: flat basins between steep separate ranges
GREEN_SIDE = 46  # 1 right of the road, -1 left, 0 for none: a town's green with its courthouse
GREEN_V_M = 47  # along the road to its middle
BRUSH = 61  # 0..1: shrubs over open ground, seen as specks beyond those that stand as billboards
# Reserved: 62..63 weather on the ground.
WETNESS = 60  # 0..1: rain on roads and soil
RIVER_HALF_WIDTH_M = 64  # of a creek or river that the road bridges, measured along the road; 0 for none
RIVER_V_M = 65  # along the road to its middle
RIVER_LEVEL_M = 66  # of its water, relative to the camera's foot (negative)
RIVER_SKEW = 67  # metres it goes along the road for each metre to the right
N_PARAMS = 72

NO_WATER = 90_000.0
GREEN_HALF_M = 49.0  # of a green, along the road
PAVED, GRAVEL = 0, 1
WINDROWS = 2.0
SNOW_PATCHY, SNOW_FULL = -700.0, -1000.0
CENTRE_NONE, CENTRE_DOUBLE, CENTRE_DASHED, CENTRE_PASSING, CENTRE_TURN_LANE = 0, 1, 2, 3, 4
EDGE_NONE, EDGE_SOLID, EDGE_SOLID_AND_LANES = 0, 1, 2
CROSS_NONE, CROSS_BOTH, CROSS_RIGHT, CROSS_LEFT = 0, 1, 2, 3

(
    LANDFORM_NONE,
    LANDFORM_DUNES,
    LANDFORM_BADLANDS,
    LANDFORM_CANYON,
    LANDFORM_LAVA,
    LANDFORM_SALT,
    LANDFORM_BUTTES,
    LANDFORM_ROLLING,
    LANDFORM_VALLEY,
    LANDFORM_COAST,
) = range(10)

# --- palette (N_COLOURS, 4): linear RGB, the fourth column unused ---------------------------------------
(
    SOIL,
    GRASS,
    ROAD,
    CANOPY_A,
    CANOPY_B,
    ROCK,
    CROP_A,
    CROP_B,
    WATER,
    FAR_LAND,
    SHOULDER,
    DRY_GRASS,
    STRATA,
    CROP_C,
    LITTER_COLOUR,
    STONE,
) = range(16)
BRUSH_COLOUR = 20
SIDE_ROAD = 22
# Reserved: 16..19 rocks and soils, 21 plants, 23 roads.
N_COLOURS = 24

# --- sky (N_SKY,) ---------------------------------------------------------------------------------------
SUN_X, SUN_Y, SUN_Z = 0, 1, 2  # unit vector towards the sun
TURBIDITY = 3
CLOUD_COVER = 4  # 0..1
OVERCAST = 5  # 0..1: a closed deck
SKY_SEED = 6  # integer below 777
ZENITH = 7  # RGB, three columns
HORIZON = 10  # RGB
SUN_COLOUR = 13  # RGB
CLOUD_TYPE = 16  # CUMULUS, CIRRUS or ALTOCUMULUS
DECK_STRUCTURE = 17  # 0..1: how much light and dark the closed deck shows
MIST = 18  # 0..1: how high the haze at the horizon reaches; 1 hides the sky
TOWER_BEARING = 19  # radians clockwise from north, of the thunderhead
TOWER_HEIGHT = 20  # of clouds on the horizon, sine of their top's elevation; 0 for none
TOWER_HALF_WIDTH = 21  # radians, of one thunderhead; 0 for towers all around
RAIN_SHAFTS = 22  # 0..1: grey veils under the deck far away
GLOW = 23  # how much lighter a closed sky, and the air under it, are towards the hidden sun
N_SKY = 24
CUMULUS, CIRRUS, ALTOCUMULUS = 0, 1, 2

# --- light (N_LIGHT,) -----------------------------------------------------------------------------------
AMBIENT = 0  # RGB
SUNLIGHT = 3  # RGB
FOG = 6  # RGB
VISIBILITY_M = 9
SNOWFALL = 10  # 0..1: flakes in the air
# Reserved: 11..15 light and air.
N_LIGHT = 16

# --- billboards (n, N_BILLBOARD), nearest first ---------------------------------------------------------
B_X, B_Y, B_Z = 0, 1, 2  # foot
B_HEIGHT, B_WIDTH = 3, 4  # m
B_SPRITE = 5  # row of Atlas.levels
B_LEAF = 6  # RGB of the parts marked as leaf
B_TRUNK = 9  # RGB of the rest
B_FLIP = 12  # 0/1: mirrored
B_TRANSLUCENCY = 13  # 0..1 sun through the leaves
B_OPACITY = 14  # 0..1
B_SUNLIT = 15  # 0..1: 1 in the sun, lower in another thing's shadow
N_BILLBOARD = 16

# --- quads (n, N_QUAD): parallelograms ------------------------------------------------------------------
Q_ORIGIN = 0  # xyz
Q_EDGE_U = 3  # xyz of the edge along u
Q_EDGE_V = 6  # xyz of the edge along v (up a wall)
Q_COLOUR = 9  # RGB
Q_MATERIAL = 12  # MAT_*
Q_COLUMNS, Q_ROWS = 13, 14  # windows along u and v
Q_SHAPE = 15  # SHAPE_*
Q_TEXTURE = 16  # row of texture_index for MAT_TEXTURE; else a variant (shutter colour, barn door)
Q_LENGTH_U, Q_LENGTH_V = 17, 18  # m, the scale of the pattern
N_QUAD = 19

MAT_PLAIN = 0
MAT_CLAPBOARD = 1
MAT_BRICK = 2
MAT_SHINGLE = 3
MAT_METAL_SHEET = 4  # variant 1 paints a barn door
MAT_GLASS_TOWER = 5
MAT_STUCCO = 6
MAT_TEXTURE = 7
MAT_CONCRETE = 8
MAT_SILO = 9
MAT_PANEL = 10
MAT_STOREFRONT = 11
MAT_STONE = 12
MAT_PORCH = 13  # posts, beam and railing, open between
MAT_AWNING = 14  # variant 1 is striped
MAT_LOT = 15  # asphalt; variant 1 has two rows of painted stalls
MAT_LOG = 16
MAT_TILE_ROOF = 17
MAT_ASHLAR = 18
MAT_CAR_GLASS = 30
MAT_LAMP = 31  # shines by itself
# Reserved: 19..29 buildings, 32..39 vehicles and furniture, 40..44 roads.

SHAPE_RECTANGLE, SHAPE_TRIANGLE, SHAPE_DISC, SHAPE_SHIELD = 0, 1, 2, 3
SHAPE_HIP = 4  # a trapezium: Q_COLUMNS is the share of its width lost at the top

# --- wires (n, N_WIRE): hanging wires, and straight poles and rails when the sag is 0 -------------------
W_START = 0  # xyz
W_END = 3  # xyz
W_SAG = 6  # m below the chord in the middle
W_RADIUS = 7  # m
W_COLOUR = 8  # RGB
N_WIRE = 11

# --- boxes (n, N_BOX): what casts a building's shadow ---------------------------------------------------
X_CENTRE_X, X_CENTRE_Y = 0, 1
X_HALF_X, X_HALF_Y = 2, 3
X_ANGLE = 4  # radians anticlockwise from east of the local x axis
X_HEIGHT = 5
N_BOX = 6

# --- terrain materials, and the land uses 0..4 that `layout.land_use` returns ---------------------------
OPEN, CROP, FOREST, OPEN_WATER, YARD, FAR, MESA = range(7)


class Atlas(Protocol):
    """What the kernels need of the sprite atlas."""

    @property
    def texels(self) -> Bytes:
        """Every sprite's texels, all mip levels.

        (n, 7) uint8: alpha; then, multiplied by alpha: leaf share, shade, normal x (right), z (up), y (to the
        viewer) as 0..255 for -1..1, and hue.
        """

    @property
    def levels(self) -> NDArray[np.int64]:
        """For each sprite and mip level: first texel, width, height; (n_sprites, 7, 3) int64, rows from the top."""


@dataclass(frozen=True)
class Terrain:
    """The land around the camera on a polar grid of NA azimuths by NR distances.

    Attributes
    ----------
    heights : (NA, NR) float32
        Metres above the camera's foot; azimuth row ``a`` points to ``2 pi (a + 0.5) / NA`` from north.
    materials : (NA, NR) uint8
        OPEN .. MESA, plus ``BORDER`` where another land use is next to the cell.
    above_ground : (NA, NR) float32
        How much of the height is canopy or crop, metres.
    radii_m : (NR,) float32
        Distances of the rings, growing geometrically.
    far_colour : (na, NR, 3) float32
        Linear satellite colour of far land, on fewer azimuths.
    field_hash : (NA, NR) float32
        The field's own random number 0..1, as `layout.land_use` gives it.
    """

    heights: Floats
    materials: Bytes
    above_ground: Floats
    radii_m: Floats
    far_colour: Floats
    field_hash: Floats


BORDER = 128


@dataclass(frozen=True)
class Scene:
    """Everything that the camera can see from one place at one moment.

    Attributes
    ----------
    params : (N_PARAMS,) float32
    palette : (N_COLOURS, 4) float32
    sky : (N_SKY,) float32
    light : (N_LIGHT,) float32
    exposure : float
        Factor before the tone curve.
    snow : float
        0..1 on roofs and trees.
    terrain : Terrain
    billboards : (n, N_BILLBOARD) float32
        Nearest first (see `kernels.billboards.nearest_first`): they are drawn front to back.
    quads : (n, N_QUAD) float32
    wires : (n, N_WIRE) float32
    boxes : (n, N_BOX) float32
    textures : (rows, 96, 4) float32
        Linear RGBA of signs, stacked downwards.
    texture_index : (n, 3) float32
        First row, height and width of each texture.
    shadow : (n, n) float32
        Shade 0..1 on the ground around the camera; row is y (north), column x (east).
    shadow_res_m : float
        Metres a shadow cell.
    elevation_m : float
        Of the camera's foot above the sea.
    atlas : Atlas
        The sprites that the billboards refer to.
    """

    params: Floats
    palette: Floats
    sky: Floats
    light: Floats
    exposure: float
    snow: float
    terrain: Terrain
    billboards: Floats
    quads: Floats
    wires: Floats
    boxes: Floats
    textures: Floats
    texture_index: Floats
    shadow: Floats
    shadow_res_m: float
    elevation_m: float
    atlas: Atlas
