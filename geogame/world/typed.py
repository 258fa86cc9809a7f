"""Every hand-typed table of the rendered world in one table: what it says, where it stands, who says so.

What is not in a table here comes from a data set named in NOTICE. A test walks the world's modules and fails on a table
that is neither listed in `TYPED` nor named in `MECHANICS`.
"""

from dataclasses import dataclass
from typing import Final

from geogame.world.limits import SOURCE as SPEED_LIMITS

AUTHOR: Final = "author"
"""Typed by the author from general knowledge; never measured."""
CENSUS: Final = "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html"


@dataclass(frozen=True, slots=True)
class Typed:
    """One table.

    Attributes
    ----------
    table
        Module under ``geogame.world`` and the table's name, or the module alone where its functions hold the facts.
    says
        What it claims of America, in one line.
    source
        `AUTHOR`, or the address of the source.
    """

    table: str
    says: str
    source: str = AUTHOR

    @property
    def module(self) -> str:
        """Dotted name of the module that holds the table."""
        module, _, last = self.table.rpartition(".")
        return f"geogame.world.{module if last.isupper() else self.table}"


TYPED: Final = (
    Typed("anchors.ANCHORS", "Points of the map and the biome that grows there; places between them are blended"),
    Typed("bake.AUTHORS_LAKES", "Outlines of five lakes that no open layer at hand drew well"),
    Typed("bake.GREAT_LAKES_BOX", "Where open water is lake, not sea"),
    Typed("biomes.BIOMES", "Each biome's plants, crops, soil, rock, hills, woods and farm buildings"),
    Typed("blend.BRUSH", "Shrubs that cover open ground to the horizon"),
    Typed("blend.OPEN", "Biomes without woods or ridges in view"),
    Typed("bridges.COVERED", "How many bridges of back roads are covered, by state"),
    Typed("bridges.TRUSSES", "How many bridges of back roads are steel trusses, by state"),
    Typed("cities.ROW_HOUSES", "Kinds of row houses and flats of American cities"),
    Typed("cities._STYLES", "How cities of each region are built: tones, row houses, towers, awnings"),
    Typed("cities._BY_STATE", "Which of these styles a state's cities wear"),
    Typed("cities._BRICK", "Tones of brick"),
    Typed("cities._STEEL_BLUE", "Tones of glass towers"),
    Typed("climate", "Mean temperature and seasonal swing by latitude, height and distance from the west coast"),
    Typed("crops.CROPS", "How each crop looks through the year, and when it is sown and harvested"),
    Typed("crops.STUBBLE", "Colours of stubble"),
    Typed("customs.CUSTOMS", "Roads, poles, posts, fences, guardrails, barns, roofs and houses of each state"),
    Typed("fences.SPACING_M", "How far apart the posts of each kind of fence stand"),
    Typed("fences.LEVELS_M", "How high the wires or rails of each kind of fence are"),
    Typed("fences._BARBED", "How high barbed wires are"),
    Typed("fences._RAILS", "How high rails and boards are"),
    Typed("fences.COLOURS", "Colours of fences"),
    Typed("flora.BLOOMS", "What blooms where and when"),
    Typed("flora.HERDS", "What grazes in each state"),
    Typed("flora._EAST", "Box of the eastern bloom"),
    Typed("flora._TEXAS", "Box of the Texan bloom"),
    Typed("furniture.SPAN_WIRE", "States whose traffic signals hang on wires"),
    Typed("furniture.SIDEWAYS_SIGNALS", "States whose traffic signals lie on their side"),
    Typed("furniture.YELLOW_SIGNALS", "States whose traffic signals are yellow"),
    Typed("furniture.YELLOW_HYDRANTS", "States whose hydrants are yellow"),
    Typed("junctions.DOTTED", "States that mark lanes with raised dots"),
    Typed("junctions.PERIODS_M", "How far apart cross streets are, by kind of settlement"),
    Typed("junctions._HALF_WIDTHS_M", "How wide cross streets are, by kind of settlement"),
    Typed("junctions._TRACKLESS", "Land on which no side road is laid"),
    Typed("landforms.REGIONS", "Canyons, dunes, badlands, buttes, salt flats and lava: where"),
    Typed("landforms.MAINE", "Where the coast is of low rocks"),
    Typed("landforms._RANGES", "Crests and peaks of great ranges: where and how high"),
    Typed("landmark_shapes.WATER_TOWER_PAINTS", "How water towers are painted"),
    Typed("landmark_shapes.BILLBOARD_PAINTS", "How billboards are painted; none bears a word"),
    Typed("landmark_tables.NEW_ENGLAND", "States that count as New England"),
    Typed("landmark_tables.SOUTH", "States that count as the South"),
    Typed("landmark_tables.MIDWEST", "States that count as the Midwest"),
    Typed("landmark_tables.PLAINS", "States that count as the Plains"),
    Typed("landmark_tables.WEST", "States that count as the West"),
    Typed("landmark_tables.NO_BILLBOARDS", "States without billboards"),
    Typed("landmark_tables.PUMPJACKS", "Where oil pumps stand, by state"),
    Typed("landmark_tables.TURBINES", "Where wind turbines stand, by state"),
    Typed("landmark_tables.PIVOTS", "Where fields are watered from pivots, by state"),
    Typed("landmark_tables.CONCRETE_ELEVATORS", "Where grain elevators are of concrete"),
    Typed("landmark_tables.WOODEN_ELEVATORS", "Where grain elevators are of wood"),
    Typed("landmark_tables.COURTHOUSES", "How many small towns have a courthouse on a square, by state"),
    Typed("landmark_tables.COTTON_STATES", "Where bales of cotton lie at the road"),
    Typed("landmark_tables.COTTON_DAYS", "When they do"),
    Typed("landmark_tables.HAY_DAYS", "When hay lies in bales"),
    Typed("landmark_tables.LIGHTHOUSES", "States with lighthouses"),
    Typed("landmark_tables.SNOW_FENCE_SHARE", "Where snow fences stand"),
    Typed("landmark_tables.OIL", "Oil fields, as boxes"),
    Typed("landmark_tables.WIND", "Wind farms' country, as boxes"),
    Typed("landmark_tables.IRRIGATED", "Irrigated country, as boxes"),
    Typed("limits.RURAL_LIMITS_MPH", "Speed limits that signs show; states not listed show none", SPEED_LIMITS),
    Typed("outlines.OUTLINES", "Outlines of states on their route markers, simplified", CENSUS),
    Typed("planting.SILVERY", "How much paler than their leaves shrubs with hairy leaves look"),
    Typed("planting.STREET_TREES", "Trees that towns plant along streets"),
    Typed("planting.MOSSY", "Trees that wear Spanish moss"),
    Typed("rangeland.RANCH_GATES", "How often a ranch's gate stands on a road of the range, by state"),
    Typed("rangeland.CATTLE_GUARDS", "How often an unpaved road of the range crosses a cattle guard, by state"),
    Typed("ranges.RANGES", "How far north, south, east and west species stand"),
    Typed("rivers.SHARES", "How often a country road bridges a river, by climate"),
    Typed("road.LEVEL", "Open country without low rims"),
    Typed("road.SHORE_DISTANCE_M", "How near the water is drawn, by how near it is"),
    Typed("rowhouses.ROWS", "Sizes of row houses and flats"),
    Typed("rowhouses._TRIM", "Colours of their trim"),
    Typed("rowhouses._IRON", "Colours of their railings and stairs"),
    Typed("season", "When leaves bud, turn and fall, and when snow lies, by temperature"),
    Typed("settlement.TRAITS", "What each kind of settlement is like: streets, trees, pavement, wires"),
    Typed("settlement._MIXES", "Which kinds of settlement are found among so many people"),
    Typed("settlement.QUARTERS", "Parts of cities that are built unlike what their number of people says"),
    Typed("settlement.SPRAWLING", "States whose cities hardly have rows of houses"),
    Typed("shields.SHIELDS", "Shape and colours of each state's route marker; none bears a number"),
    Typed("shields.SHAPES", "Outlines of the markers that are no state's border"),
    Typed("signposts.MOOSE", "States that warn of moose"),
    Typed("signposts.ELK", "States that warn of elk"),
    Typed("signposts.OPEN_RANGE", "States that warn of cattle on open range"),
    Typed("signposts.BUGGIES", "States that warn of buggies"),
    Typed("skies.SHARES", "How often skies are clear, hazy, cloudy, wet, by region, month and time of day"),
    Typed("skies.RAIN_OF_DULL", "How many sunless days are wet"),
    Typed("structures.FARM_BUILDINGS", "Kinds of farm buildings and their sizes"),
    Typed("suburbs.NARROW", "How narrow lots are, by kind of house"),
    Typed("suburbs.YARD_FENCES", "What fences close the gaps between houses in town, by state"),
    Typed("suburbs._LOOKS", "How such fences look"),
    Typed("houses.HOUSES", "Kinds of houses and their shapes"),
    Typed("traffic.HEADWAY_M", "How dense traffic is, by kind of settlement"),
    Typed("traffic.PARKED", "How many bays at the kerb are taken"),
    Typed("traffic.SCHOOL_DAYS", "When no school bus drives"),
    Typed("undergrowth._CONIFERS", "Trees that are conifers"),
    Typed("vegetation.DECIDUOUS", "Trees that drop their leaves"),
    Typed("vegetation.STIFF", "Plants whose colour hardly changes"),
    Typed("vegetation.GOLDEN", "Autumn colours of single species"),
    Typed("vegetation.AUTUMN", "Autumn colours of the others"),
    Typed("vegetation.TRUNKS", "Colours of bark"),
    Typed("vegetation.LOOKS_LIKE", "Which species' sprite stands for another"),
    Typed("sprites.broadleaf.PROFILES", "Shapes of broadleaf crowns"),
    Typed("sprites.species.RECIPES", "How each plant is grown for its sprite"),
    Typed("sprites.species.ALIASES", "Which recipe stands for another species"),
    Typed("vehicle_shapes.PROFILES", "Outlines of cars and trucks; no maker's"),
    Typed("vehicle_shapes.SIZES", "Sizes of vehicles"),
    Typed("vehicle_shapes._OTHERS", "Sizes of vehicles without a profile"),
    Typed("vehicles.PICKUP_SHARE", "How many vehicles are pickups, by state"),
    Typed("vehicles.PAINTS", "How often vehicles wear each colour"),
    Typed("vehicles.TRACTOR_PAINTS", "Colours of tractors"),
    Typed("vehicles.TRAILERS", "Colours of trailers"),
    Typed("weather.AIR_DEPTH", "How much of each colour clear air takes from sunlight"),
)
"""Sorted by module."""

MECHANICS: Final = frozenset(
    """
    bake.STATE_NAMES bake.PACKAGES basemap.NEIGHBOURS basemap.FAR_STATES basemap.COUNTRY_LABELS customs.POLE_KINDS
    customs.GUARDRAILS customs.SIGN_POSTS customs.FENCES customs.HOUSES exposure.LUMINANCE facts.KOPPEN_CLASSES
    hoardings.MOTIFS hoardings._PAINTERS hoardings._WHITE hoardings._DARK tables._LAYOUT
    facts.STATES facts.WATER_RINGS_KM furniture.CITY kernels.flakes.SHELLS_M kernels.noise.JIT
    kernels.terrain.SIZES kernels.walls._ACCENTS fences.REACH_M
    kernels.walls._STYLES kernels.walls._TRIMS openings.WINDOWS openings.ACCENTS panorama._BANDS place.SOLAR_HOURS
    setting.STREAMS setting.YEARLY shields.BLACK shields.WHITE shields.GREEN shields.BLUE shields.YELLOW shields.GOLD
    shields.RED
    signposts.SIZES_M signs.INK signs.PAPER signs.AMBER signs.SIGNAL_RED signs.GREEN signs.GREY signs._SYMBOLS
    signs._WHEELS signs._STROKES signs.WARNINGS signs._KINDS signs.KINDS skies.CLOSED skies.YEAR skies.SUMMER
    skies.WINTER skies.WARM skies.ANYWHERE traffic.REACH_M typed.TYPED typed.MECHANICS
    """.split()
)
"""Tables that say nothing of America: names, codes, sizes of arrays, shapes of symbols, colours of paint."""
