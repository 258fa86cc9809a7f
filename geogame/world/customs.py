"""What people build along the roads of each state: surfaces, poles, posts, fences, houses.

Typed by the author from what players of geolocation games and public practice know; shares are the author's estimates,
never measured. Where nothing was known a state keeps its region's habit. At a state's border customs switch at once, as
they do on the ground: nothing here is blended. Route markers stand in `shields`, speed limits in `limits`.
"""

from dataclasses import dataclass, replace

POLE_KINDS = ("wood_crossarm", "wood_plain", "wood_hframe", "concrete", "steel")
GUARDRAILS = ("none", "galvanised", "weathering", "cable", "timber")
SIGN_POSTS = ("wood", "steel", "perforated")
FENCES = (
    "none", "barbed_wood", "barbed_steel_t", "woven_wire", "jackleg", "rail", "board_white", "board_black", "stone",
    "split_rail",
)  # fmt: skip
HOUSES = (
    "clapboard", "brick", "stucco", "ranch", "adobe", "farmhouse", "trailer", "cabin", "cape", "victorian", "row",
    "saltbox", "colonial", "bungalow", "foursquare", "shotgun", "tract",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Customs:
    """One state's roadside. Shares are 0..1; colours are sRGB hexadecimal.

    Attributes
    ----------
    asphalt_hex
        Weathered asphalt or chip seal, coloured by the local stone.
    concrete_share
        Share of paved roads that are concrete slabs.
    gravel_share, gravel_hex
        Share of local roads without pavement, and their stone's colour.
    tar_snakes
        How much of the asphalt is criss-crossed by sealed cracks.
    paved_shoulder_m
        Width of asphalt outside the edge line, 0..2.5.
    edge_line_share, rumble_share
        Share of paved roads with white edge lines, and with rumble strips.
    mown_verge_m
        Width of mown grass beside the shoulder.
    guardrail, guardrail_share
        One of `GUARDRAILS`, and the share of country roads that have one in view.
    pole_kind, pole_height_m, wires_share
        One of `POLE_KINDS`, and the share of roads with an overhead line.
    sign_post
        One of `SIGN_POSTS`.
    delineators_share, delineator_hex
        Share of country roads with reflector posts, and their colour.
    mailbox_share
        Share of houses in the country with a mailbox at the road.
    fence_mix
        Weights over `FENCES`.
    house_mix
        Weights over `HOUSES`.
    barn_colours
        Colours of barns, each equally likely.
    roof_mix
        Weights over roof colours.
    """

    asphalt_hex: str
    concrete_share: float
    gravel_share: float
    gravel_hex: str
    tar_snakes: float
    paved_shoulder_m: float
    edge_line_share: float
    rumble_share: float
    mown_verge_m: float
    guardrail: str
    guardrail_share: float
    pole_kind: str
    pole_height_m: float
    wires_share: float
    sign_post: str
    delineators_share: float
    delineator_hex: str
    mailbox_share: float
    fence_mix: dict[str, float]
    house_mix: dict[str, float]
    barn_colours: tuple[str, ...]
    roof_mix: dict[str, float]


RED, OXBLOOD, WHITE, BLACK, GREY_WOOD, TIN = "#8f2a1e", "#6e2a22", "#e4e1d8", "#2a2826", "#8d8478", "#b3b5b4"
SLATE, CHARCOAL, BROWN, TILE, PALE_TILE, GREEN_TIN, RED_TIN = (
    "#565a5e", "#403f40", "#62523f", "#a8593a", "#d6d0c4", "#3f5e48", "#8c3328",
)  # fmt: skip
POST_WHITE, POST_STEEL, POST_GREEN, POST_YELLOW, POST_BROWN = "#eceae4", "#9a9ea0", "#40604a", "#d8b52a", "#6e5c4a"

_NEW_ENGLAND = Customs(
    asphalt_hex="#56585b", concrete_share=0.0, gravel_share=0.12, gravel_hex="#8f8372", tar_snakes=0.45,
    paved_shoulder_m=0.5, edge_line_share=0.75, rumble_share=0.05, mown_verge_m=1.5,
    guardrail="galvanised", guardrail_share=0.35, pole_kind="wood_crossarm", pole_height_m=11.0, wires_share=0.9,
    sign_post="steel", delineators_share=0.03, delineator_hex=POST_WHITE, mailbox_share=0.7,
    fence_mix={"none": 0.45, "stone": 0.4, "split_rail": 0.15},
    house_mix={"clapboard": 0.4, "cape": 0.3, "saltbox": 0.15, "farmhouse": 0.05, "victorian": 0.1},
    barn_colours=(RED, RED, GREY_WOOD, WHITE), roof_mix={CHARCOAL: 0.5, SLATE: 0.4, BROWN: 0.1},
)  # fmt: skip
_MID_ATLANTIC = replace(
    _NEW_ENGLAND, asphalt_hex="#5f6163", gravel_share=0.04, gravel_hex="#96897a", tar_snakes=0.35,
    paved_shoulder_m=0.9, edge_line_share=0.85, rumble_share=0.15, mown_verge_m=3.0, guardrail_share=0.35,
    fence_mix={"none": 0.65, "split_rail": 0.15, "board_white": 0.1, "barbed_wood": 0.1},
    house_mix={"colonial": 0.3, "clapboard": 0.3, "cape": 0.15, "foursquare": 0.15, "row": 0.1},
    barn_colours=(RED, WHITE, GREY_WOOD), roof_mix={CHARCOAL: 0.5, SLATE: 0.3, BROWN: 0.2},
)  # fmt: skip
_APPALACHIA = replace(
    _MID_ATLANTIC, asphalt_hex="#64676a", gravel_share=0.10, gravel_hex="#8b8985", tar_snakes=0.15,
    paved_shoulder_m=0.25, rumble_share=0.1, mown_verge_m=2.0, guardrail_share=0.4, pole_kind="wood_plain",
    fence_mix={"none": 0.5, "barbed_wood": 0.3, "barbed_steel_t": 0.1, "split_rail": 0.1},
    house_mix={"ranch": 0.35, "brick": 0.2, "trailer": 0.25, "clapboard": 0.1, "farmhouse": 0.1},
    barn_colours=(BLACK, GREY_WOOD, RED), roof_mix={CHARCOAL: 0.4, BROWN: 0.2, TIN: 0.25, GREEN_TIN: 0.15},
)  # fmt: skip
_SOUTH = Customs(
    asphalt_hex="#78726d", concrete_share=0.04, gravel_share=0.15, gravel_hex="#a4583a", tar_snakes=0.10,
    paved_shoulder_m=0.5, edge_line_share=0.85, rumble_share=0.35, mown_verge_m=7.0,
    guardrail="galvanised", guardrail_share=0.12, pole_kind="wood_plain", pole_height_m=11.0, wires_share=0.75,
    sign_post="steel", delineators_share=0.02, delineator_hex=POST_WHITE, mailbox_share=0.8,
    fence_mix={"none": 0.7, "barbed_steel_t": 0.2, "board_white": 0.1},
    house_mix={"brick": 0.35, "ranch": 0.3, "trailer": 0.25, "clapboard": 0.1},
    barn_colours=(TIN, GREY_WOOD, TIN), roof_mix={CHARCOAL: 0.3, BROWN: 0.3, TIN: 0.3, GREEN_TIN: 0.1},
)  # fmt: skip
_GREAT_LAKES = Customs(
    asphalt_hex="#6c6c6d", concrete_share=0.08, gravel_share=0.15, gravel_hex="#a39a88", tar_snakes=0.70,
    paved_shoulder_m=0.8, edge_line_share=0.85, rumble_share=0.25, mown_verge_m=5.0,
    guardrail="galvanised", guardrail_share=0.12, pole_kind="wood_crossarm", pole_height_m=10.5, wires_share=0.7,
    sign_post="steel", delineators_share=0.03, delineator_hex=POST_WHITE, mailbox_share=0.85,
    fence_mix={"none": 0.85, "barbed_steel_t": 0.1, "board_white": 0.05},
    house_mix={"foursquare": 0.25, "ranch": 0.25, "farmhouse": 0.2, "bungalow": 0.2, "brick": 0.1},
    barn_colours=(RED, RED, WHITE), roof_mix={CHARCOAL: 0.4, BROWN: 0.3, SLATE: 0.3},
)  # fmt: skip
_PLAINS = Customs(
    asphalt_hex="#7f7b76", concrete_share=0.10, gravel_share=0.45, gravel_hex="#b3a58c", tar_snakes=0.60,
    paved_shoulder_m=1.2, edge_line_share=0.9, rumble_share=0.45, mown_verge_m=6.0,
    guardrail="galvanised", guardrail_share=0.05, pole_kind="wood_plain", pole_height_m=9.5, wires_share=0.6,
    sign_post="perforated", delineators_share=0.25, delineator_hex=POST_STEEL, mailbox_share=0.4,
    fence_mix={"none": 0.3, "barbed_steel_t": 0.45, "barbed_wood": 0.25},
    house_mix={"farmhouse": 0.5, "ranch": 0.4, "trailer": 0.1},
    barn_colours=(RED, WHITE, TIN), roof_mix={CHARCOAL: 0.35, BROWN: 0.35, TIN: 0.3},
)  # fmt: skip
_MOUNTAINS = Customs(
    asphalt_hex="#77736f", concrete_share=0.02, gravel_share=0.40, gravel_hex="#a8977e", tar_snakes=0.55,
    paved_shoulder_m=0.9, edge_line_share=0.9, rumble_share=0.4, mown_verge_m=2.0,
    guardrail="galvanised", guardrail_share=0.18, pole_kind="wood_crossarm", pole_height_m=10.0, wires_share=0.45,
    sign_post="wood", delineators_share=0.6, delineator_hex=POST_STEEL, mailbox_share=0.35,
    fence_mix={"none": 0.2, "barbed_wood": 0.4, "barbed_steel_t": 0.15, "rail": 0.1, "jackleg": 0.15},
    house_mix={"ranch": 0.4, "cabin": 0.25, "trailer": 0.2, "farmhouse": 0.15},
    barn_colours=(GREY_WOOD, RED, "#6b4a34"), roof_mix={GREEN_TIN: 0.25, BROWN: 0.35, TIN: 0.2, CHARCOAL: 0.2},
)  # fmt: skip
_SOUTHWEST = replace(
    _MOUNTAINS, asphalt_hex="#887a72", gravel_share=0.35, gravel_hex="#b98e66", tar_snakes=0.45, mown_verge_m=0.0,
    sign_post="perforated", guardrail_share=0.10, delineators_share=0.4, mailbox_share=0.25,
    fence_mix={"none": 0.4, "barbed_steel_t": 0.5, "barbed_wood": 0.1},
    house_mix={"stucco": 0.35, "adobe": 0.25, "ranch": 0.2, "trailer": 0.2},
    barn_colours=(TIN, GREY_WOOD), roof_mix={TILE: 0.35, "#b9a184": 0.25, PALE_TILE: 0.2, TIN: 0.2},
)  # fmt: skip
_PACIFIC = Customs(
    asphalt_hex="#5a5c5e", concrete_share=0.03, gravel_share=0.15, gravel_hex="#77736d", tar_snakes=0.25,
    paved_shoulder_m=1.1, edge_line_share=0.95, rumble_share=0.3, mown_verge_m=1.5,
    guardrail="galvanised", guardrail_share=0.28, pole_kind="wood_crossarm", pole_height_m=12.5, wires_share=0.7,
    sign_post="wood", delineators_share=0.4, delineator_hex=POST_WHITE, mailbox_share=0.6,
    fence_mix={"none": 0.55, "barbed_steel_t": 0.2, "barbed_wood": 0.15, "board_white": 0.1},
    house_mix={"bungalow": 0.35, "ranch": 0.3, "clapboard": 0.2, "cabin": 0.15},
    barn_colours=(RED, GREY_WOOD, WHITE), roof_mix={CHARCOAL: 0.4, BROWN: 0.4, GREEN_TIN: 0.2},
)  # fmt: skip

CUSTOMS: dict[str, Customs] = {
    "ME": replace(
        _NEW_ENGLAND, asphalt_hex="#5b5c5e", gravel_share=0.2, tar_snakes=0.6, paved_shoulder_m=0.9, wires_share=0.8,
        fence_mix={"none": 0.85, "stone": 0.1, "split_rail": 0.05}, pole_kind="wood_plain",
        house_mix={"cape": 0.35, "farmhouse": 0.25, "trailer": 0.2, "clapboard": 0.2},
        roof_mix={CHARCOAL: 0.4, GREEN_TIN: 0.3, TIN: 0.3}, guardrail_share=0.25,
    ),
    "NH": replace(
        _NEW_ENGLAND, asphalt_hex="#525458", guardrail="weathering", guardrail_share=0.4, gravel_share=0.15,
        barn_colours=(RED, GREY_WOOD),
    ),
    "VT": replace(
        _NEW_ENGLAND, asphalt_hex="#5d5f62", gravel_share=0.5, gravel_hex="#a08d74", guardrail="cable", tar_snakes=0.5,
        fence_mix={"none": 0.6, "barbed_wood": 0.25, "stone": 0.15},
        house_mix={"clapboard": 0.45, "farmhouse": 0.3, "cape": 0.25}, barn_colours=(RED, RED, OXBLOOD, GREY_WOOD),
        roof_mix={TIN: 0.45, SLATE: 0.35, RED_TIN: 0.2}, edge_line_share=0.6, wires_share=0.75,
    ),
    "MA": replace(_NEW_ENGLAND, asphalt_hex="#545659", gravel_share=0.04, paved_shoulder_m=0.6, sign_post="perforated"),
    "RI": replace(
        _NEW_ENGLAND, asphalt_hex="#5e5e60", gravel_share=0.02, fence_mix={"none": 0.3, "stone": 0.6, "split_rail": 0.1},
        house_mix={"cape": 0.5, "clapboard": 0.3, "saltbox": 0.1, "victorian": 0.1}, guardrail="weathering",
    ),
    "CT": replace(
        _NEW_ENGLAND, asphalt_hex="#595a5c", gravel_share=0.03, guardrail="cable", mown_verge_m=2.2,
        house_mix={"clapboard": 0.45, "cape": 0.25, "saltbox": 0.15, "colonial": 0.1, "victorian": 0.05}, pole_height_m=12.0,
    ),
    "NY": replace(
        _NEW_ENGLAND, asphalt_hex="#595b60", gravel_share=0.08, tar_snakes=0.55, paved_shoulder_m=1.6, mown_verge_m=3.0,
        guardrail="cable", guardrail_share=0.3, edge_line_share=0.9,
        fence_mix={"none": 0.8, "stone": 0.1, "barbed_wood": 0.1},
        house_mix={"farmhouse": 0.3, "clapboard": 0.3, "cape": 0.2, "trailer": 0.1, "victorian": 0.1},
    ),
    "NJ": replace(
        _MID_ATLANTIC, asphalt_hex="#5b5c5e", concrete_share=0.08, paved_shoulder_m=1.6,
        gravel_share=0.03, gravel_hex="#c9b994", pole_height_m=12.0,
    ),
    "PA": replace(
        _MID_ATLANTIC, asphalt_hex="#66625f", tar_snakes=0.55,
        paved_shoulder_m=0.8, house_mix={"colonial": 0.25, "foursquare": 0.2, "farmhouse": 0.2, "clapboard": 0.15, "row": 0.1, "ranch": 0.1},
        barn_colours=(RED, WHITE, WHITE), roof_mix={SLATE: 0.4, CHARCOAL: 0.4, RED_TIN: 0.2}, guardrail_share=0.4,
    ),
    "DE": replace(
        _MID_ATLANTIC, asphalt_hex="#6f6e6c", paved_shoulder_m=1.8,
        guardrail_share=0.08, mown_verge_m=4.0, barn_colours=(TIN, WHITE), house_mix={"ranch": 0.5, "farmhouse": 0.5},
    ),
    "MD": replace(
        _MID_ATLANTIC, asphalt_hex="#5f6164", paved_shoulder_m=1.2, guardrail_share=0.3, mown_verge_m=4.0,
        fence_mix={"none": 0.6, "board_white": 0.2, "board_black": 0.1, "split_rail": 0.1}, sign_post="wood",
    ),
    "DC": replace(
        _MID_ATLANTIC, asphalt_hex="#5c5c5d", concrete_share=0.15, gravel_share=0.0, mailbox_share=0.0,
        house_mix={"row": 0.75, "brick": 0.25}, fence_mix={"none": 1.0}, wires_share=0.4,
    ),
    "VA": replace(
        _APPALACHIA, asphalt_hex="#686765", gravel_share=0.12,
        fence_mix={"none": 0.5, "board_black": 0.15, "board_white": 0.1, "barbed_steel_t": 0.15, "split_rail": 0.1},
        house_mix={"colonial": 0.45, "brick": 0.15, "ranch": 0.2, "clapboard": 0.1, "farmhouse": 0.1}, guardrail_share=0.25,
        barn_colours=(RED, GREY_WOOD, WHITE), roof_mix={CHARCOAL: 0.4, GREEN_TIN: 0.3, TIN: 0.3},
    ),
    "WV": replace(
        _APPALACHIA, asphalt_hex="#5c5d5e", guardrail="weathering", guardrail_share=0.5,
        edge_line_share=0.65, house_mix={"trailer": 0.35, "ranch": 0.3, "clapboard": 0.35}, mown_verge_m=1.0,
    ),
    "KY": replace(
        _APPALACHIA, asphalt_hex="#676b71", mown_verge_m=3.0,
        fence_mix={"none": 0.35, "board_black": 0.35, "board_white": 0.1, "barbed_wood": 0.1, "stone": 0.1},
        barn_colours=(BLACK, BLACK, GREY_WOOD), house_mix={"ranch": 0.35, "brick": 0.35, "farmhouse": 0.15, "trailer": 0.15},
    ),
    "TN": replace(
        _APPALACHIA, asphalt_hex="#6d7073", mown_verge_m=4.0, rumble_share=0.3,
        barn_colours=(GREY_WOOD, BLACK, RED), house_mix={"ranch": 0.4, "brick": 0.4, "trailer": 0.2},
    ),
    "NC": replace(
        _SOUTH, asphalt_hex="#6b6a69", gravel_hex="#9d6a4c", paved_shoulder_m=0.3, mown_verge_m=5.0,
        rumble_share=0.15, barn_colours=(GREY_WOOD, GREY_WOOD, RED), gravel_share=0.1, sign_post="perforated",
        fence_mix={"none": 0.85, "board_white": 0.05, "barbed_steel_t": 0.1},
    ),
    "SC": replace(
        _SOUTH, asphalt_hex="#77756f", gravel_hex="#c2a27c", paved_shoulder_m=0.2, mown_verge_m=6.0,
        edge_line_share=0.8, house_mix={"brick": 0.4, "trailer": 0.3, "ranch": 0.2, "clapboard": 0.1},
    ),
    "GA": replace(
        _SOUTH, asphalt_hex="#73706d", gravel_hex="#a94f30", gravel_share=0.25, mown_verge_m=8.0, rumble_share=0.45,
        paved_shoulder_m=0.6,
    ),
    "FL": replace(
        _SOUTH, asphalt_hex="#8b8982", gravel_hex="#e0d8c4", concrete_share=0.08, paved_shoulder_m=1.3, mown_verge_m=9.0,
        pole_kind="concrete", pole_height_m=13.0, gravel_share=0.12, tar_snakes=0.03, rumble_share=0.3,
        house_mix={"stucco": 0.65, "ranch": 0.2, "trailer": 0.15}, barn_colours=(TIN, GREEN_TIN), sign_post="steel",
        roof_mix={TILE: 0.3, PALE_TILE: 0.35, BROWN: 0.15, TIN: 0.2}, fence_mix={"none": 0.65, "barbed_wood": 0.25, "board_white": 0.1},
    ),
    "AL": replace(
        _SOUTH, asphalt_hex="#7a706a", gravel_hex="#a34d30", gravel_share=0.22, mown_verge_m=7.0, rumble_share=0.45,
        house_mix={"brick": 0.4, "ranch": 0.25, "trailer": 0.35}, roof_mix={CHARCOAL: 0.4, BROWN: 0.3, RED_TIN: 0.1, TIN: 0.2},
    ),
    "MS": replace(
        _SOUTH, asphalt_hex="#83776a", gravel_hex="#b08a5c", gravel_share=0.3, edge_line_share=0.75,
        paved_shoulder_m=0.3, mown_verge_m=6.0, house_mix={"brick": 0.3, "ranch": 0.3, "trailer": 0.4}, tar_snakes=0.25,
    ),
    "LA": replace(
        _SOUTH, asphalt_hex="#7d7c79", concrete_share=0.30, gravel_hex="#c7bda6", gravel_share=0.12, mown_verge_m=6.0,
        paved_shoulder_m=0.7, wires_share=0.85, house_mix={"shotgun": 0.35, "ranch": 0.2, "brick": 0.2, "trailer": 0.25},
        roof_mix={TIN: 0.4, CHARCOAL: 0.4, BROWN: 0.2}, tar_snakes=0.2,
    ),
    "AR": replace(
        _SOUTH, asphalt_hex="#6f6d6b", gravel_hex="#b59a7c", gravel_share=0.35, mown_verge_m=5.0,
        fence_mix={"none": 0.5, "barbed_steel_t": 0.35, "barbed_wood": 0.15}, barn_colours=(RED, TIN, GREY_WOOD),
        paved_shoulder_m=0.3, edge_line_share=0.9,
    ),
    "OH": replace(
        _GREAT_LAKES, asphalt_hex="#646466", gravel_share=0.04, paved_shoulder_m=0.6, tar_snakes=0.5,
        house_mix={"foursquare": 0.25, "farmhouse": 0.2, "ranch": 0.25, "brick": 0.2, "clapboard": 0.1}, barn_colours=(WHITE, RED, RED),
        guardrail_share=0.2,
    ),
    "IN": replace(
        _GREAT_LAKES, asphalt_hex="#72716e", gravel_share=0.15, gravel_hex="#bcb5a4", paved_shoulder_m=0.5,
        barn_colours=(WHITE, WHITE, RED), house_mix={"ranch": 0.4, "farmhouse": 0.4, "brick": 0.2}, tar_snakes=0.5,
    ),
    "IL": replace(
        _GREAT_LAKES, asphalt_hex="#807d77", concrete_share=0.25, gravel_share=0.2, gravel_hex="#cbc5b4", sign_post="perforated",
        paved_shoulder_m=0.6, barn_colours=(WHITE, RED, TIN), pole_kind="wood_plain", tar_snakes=0.75,
    ),
    "MI": replace(
        _GREAT_LAKES, asphalt_hex="#6d6c6b", gravel_share=0.3, gravel_hex="#a8946f", paved_shoulder_m=1.0,
        tar_snakes=0.85, rumble_share=0.35, pole_height_m=11.5, sign_post="steel", mown_verge_m=4.0,
        house_mix={"ranch": 0.4, "farmhouse": 0.3, "clapboard": 0.2, "cabin": 0.1},
    ),
    "WI": replace(
        _GREAT_LAKES, asphalt_hex="#68686a", gravel_share=0.05, sign_post="wood", paved_shoulder_m=0.9,
        tar_snakes=0.75, barn_colours=(RED, RED, RED, WHITE), house_mix={"farmhouse": 0.45, "ranch": 0.35, "clapboard": 0.2},
    ),
    "MN": replace(
        _GREAT_LAKES, asphalt_hex="#78767a", gravel_share=0.4, gravel_hex="#ab9a80", tar_snakes=0.9, paved_shoulder_m=1.2,
        mown_verge_m=6.0, guardrail="cable", guardrail_share=0.06, pole_kind="wood_plain", rumble_share=0.45,
        barn_colours=(RED, RED, WHITE), wires_share=0.6,
    ),
    "IA": replace(
        _GREAT_LAKES, asphalt_hex="#8c8982", concrete_share=0.65, gravel_share=0.55, gravel_hex="#c4beae", tar_snakes=0.5,
        paved_shoulder_m=0.0, sign_post="wood", mown_verge_m=6.0, pole_kind="wood_plain", wires_share=0.55,
        house_mix={"foursquare": 0.35, "farmhouse": 0.3, "ranch": 0.25, "victorian": 0.1}, barn_colours=(RED, WHITE, TIN),
    ),
    "MO": replace(
        _GREAT_LAKES, asphalt_hex="#7d7871", gravel_share=0.45, gravel_hex="#d6cfbd", tar_snakes=0.35,
        paved_shoulder_m=0.2, edge_line_share=0.6, pole_kind="wood_plain", wires_share=0.75,
        fence_mix={"none": 0.4, "barbed_steel_t": 0.4, "barbed_wood": 0.2}, sign_post="perforated",
        house_mix={"ranch": 0.45, "farmhouse": 0.3, "trailer": 0.15, "brick": 0.1}, barn_colours=(RED, TIN, GREY_WOOD),
    ),
    "ND": replace(
        _PLAINS, asphalt_hex="#77706d", gravel_share=0.6, gravel_hex="#a88f76", tar_snakes=0.9, concrete_share=0.08,
        delineators_share=0.35, paved_shoulder_m=1.4, barn_colours=(RED, WHITE, TIN), rumble_share=0.6,
    ),
    "SD": replace(
        _PLAINS, asphalt_hex="#92736f", gravel_share=0.6, gravel_hex="#b5897a", tar_snakes=0.7,
        concrete_share=0.12, delineators_share=0.4, delineator_hex=POST_GREEN,
        fence_mix={"none": 0.2, "barbed_steel_t": 0.35, "barbed_wood": 0.45},
    ),
    "NE": replace(
        _PLAINS, asphalt_hex="#88847c", concrete_share=0.35, gravel_share=0.6, gravel_hex="#c6b48e", sign_post="wood",
        mown_verge_m=7.0, paved_shoulder_m=1.0, barn_colours=(RED, WHITE), guardrail="cable",
    ),
    "KS": replace(
        _PLAINS, asphalt_hex="#85807a", concrete_share=0.06, gravel_share=0.6, gravel_hex="#d3c8ac",
        fence_mix={"none": 0.35, "barbed_steel_t": 0.35, "barbed_wood": 0.1, "stone": 0.2}, sign_post="steel",
        house_mix={"farmhouse": 0.45, "ranch": 0.4, "brick": 0.15}, tar_snakes=0.5, delineators_share=0.15,
    ),
    "OK": replace(
        _PLAINS, asphalt_hex="#8a746c", gravel_share=0.45, gravel_hex="#b0583a", tar_snakes=0.3,
        concrete_share=0.15, paved_shoulder_m=0.8, mown_verge_m=7.0, wires_share=0.75, barn_colours=(TIN, RED, GREY_WOOD),
        house_mix={"brick": 0.4, "ranch": 0.3, "trailer": 0.3}, fence_mix={"none": 0.25, "barbed_steel_t": 0.7, "rail": 0.05},
        delineators_share=0.08, roof_mix={BROWN: 0.5, CHARCOAL: 0.3, TIN: 0.2}, mailbox_share=0.6, sign_post="steel",
    ),
    "TX": replace(
        _PLAINS, asphalt_hex="#847d75", gravel_share=0.25, gravel_hex="#d2c2a0", tar_snakes=0.15, paved_shoulder_m=2.2,
        concrete_share=0.08, mown_verge_m=8.0, wires_share=0.7, sign_post="steel", delineators_share=0.12,
        delineator_hex=POST_WHITE, mailbox_share=0.5, pole_height_m=10.5,
        house_mix={"brick": 0.35, "tract": 0.3, "ranch": 0.15, "trailer": 0.15, "stucco": 0.05}, barn_colours=(TIN, TIN, GREY_WOOD),
        fence_mix={"none": 0.15, "barbed_steel_t": 0.4, "barbed_wood": 0.2, "woven_wire": 0.2, "rail": 0.05},
        roof_mix={TIN: 0.4, BROWN: 0.4, CHARCOAL: 0.2}, rumble_share=0.4,
    ),
    "MT": replace(
        _MOUNTAINS, asphalt_hex="#7a6f6a", gravel_share=0.5, gravel_hex="#a8937c", tar_snakes=0.6, paved_shoulder_m=0.7,
        house_mix={"ranch": 0.4, "cabin": 0.3, "trailer": 0.15, "farmhouse": 0.15},
        roof_mix={GREEN_TIN: 0.5, BROWN: 0.3, TIN: 0.2}, delineators_share=0.75,
    ),
    "WY": replace(
        _MOUNTAINS, asphalt_hex="#8d736a", gravel_share=0.45, gravel_hex="#b0674e", tar_snakes=0.5, paved_shoulder_m=1.9,
        delineators_share=0.8, fence_mix={"none": 0.12, "barbed_wood": 0.38, "woven_wire": 0.2, "rail": 0.12, "jackleg": 0.18},
        house_mix={"ranch": 0.4, "trailer": 0.4, "cabin": 0.2}, wires_share=0.4,
    ),
    "CO": replace(
        _MOUNTAINS, asphalt_hex="#757473", tar_snakes=0.85, guardrail="weathering", guardrail_share=0.22, sign_post="steel",
        gravel_hex="#b09478", paved_shoulder_m=1.1, house_mix={"ranch": 0.3, "cabin": 0.2, "bungalow": 0.2, "tract": 0.15, "farmhouse": 0.15},
        delineators_share=0.55, fence_mix={"none": 0.25, "barbed_wood": 0.28, "barbed_steel_t": 0.27, "rail": 0.1, "jackleg": 0.1},
    ),
    "ID": replace(
        _MOUNTAINS, asphalt_hex="#696867", gravel_hex="#8d8478", gravel_share=0.35, paved_shoulder_m=0.7,
        delineator_hex=POST_WHITE, delineators_share=0.5, wires_share=0.6, tar_snakes=0.4,
        house_mix={"ranch": 0.45, "farmhouse": 0.25, "trailer": 0.2, "cabin": 0.1}, barn_colours=(GREY_WOOD, RED, TIN),
    ),
    "UT": replace(
        _SOUTHWEST, asphalt_hex="#8c7269", gravel_hex="#b97a56", tar_snakes=0.65, paved_shoulder_m=1.4,
        house_mix={"brick": 0.35, "ranch": 0.35, "stucco": 0.15, "trailer": 0.15}, delineators_share=0.65,
        roof_mix={BROWN: 0.5, CHARCOAL: 0.3, TIN: 0.2}, barn_colours=(GREY_WOOD, "#6b4a34"), rumble_share=0.6, sign_post="wood",
    ),
    "NV": replace(
        _SOUTHWEST, asphalt_hex="#837f7a", gravel_hex="#b5a384", tar_snakes=0.7,
        house_mix={"stucco": 0.4, "tract": 0.15, "ranch": 0.15, "trailer": 0.3}, delineators_share=0.7, delineator_hex=POST_WHITE,
        guardrail="weathering", wires_share=0.35, paved_shoulder_m=1.2, fence_mix={"none": 0.5, "barbed_steel_t": 0.4, "woven_wire": 0.1},
    ),
    "AZ": replace(
        _SOUTHWEST, asphalt_hex="#877167", gravel_hex="#bf9168", tar_snakes=0.5, paved_shoulder_m=1.0,
        house_mix={"stucco": 0.55, "tract": 0.15, "adobe": 0.1, "ranch": 0.1, "trailer": 0.1}, delineators_share=0.45,
        roof_mix={TILE: 0.6, PALE_TILE: 0.2, "#b9a184": 0.2}, pole_height_m=11.5,
    ),
    "NM": replace(
        _SOUTHWEST, asphalt_hex="#8b7b72", gravel_hex="#c39a70", tar_snakes=0.4, paved_shoulder_m=1.6,
        house_mix={"adobe": 0.6, "trailer": 0.3, "ranch": 0.1}, delineators_share=0.3,
        fence_mix={"none": 0.25, "barbed_steel_t": 0.5, "barbed_wood": 0.25}, sign_post="steel",
        roof_mix={"#b9a184": 0.4, TIN: 0.4, RED_TIN: 0.2},
    ),
    "WA": replace(
        _PACIFIC, asphalt_hex="#5d5e60", gravel_share=0.2, paved_shoulder_m=1.2, rumble_share=0.4,
        delineators_share=0.45, concrete_share=0.05,
    ),
    "OR": replace(
        _PACIFIC, asphalt_hex="#4f5154", guardrail="weathering", paved_shoulder_m=0.9, delineators_share=0.5, gravel_hex="#6a6560",
        house_mix={"bungalow": 0.3, "ranch": 0.3, "clapboard": 0.25, "cabin": 0.15}, fence_mix={"none": 0.45, "barbed_wood": 0.25, "barbed_steel_t": 0.2, "rail": 0.1},
    ),
    "CA": replace(
        _PACIFIC, asphalt_hex="#727170", delineators_share=0.65, gravel_hex="#b59f7c",
        gravel_share=0.12, pole_height_m=13.5, mown_verge_m=0.0, tar_snakes=0.4, wires_share=0.75, paved_shoulder_m=0.8,
        house_mix={"stucco": 0.5, "bungalow": 0.25, "ranch": 0.2, "trailer": 0.05}, roof_mix={TILE: 0.45, BROWN: 0.35, PALE_TILE: 0.2},
        barn_colours=(GREY_WOOD, TIN), fence_mix={"none": 0.5, "barbed_steel_t": 0.35, "barbed_wood": 0.15}, guardrail_share=0.22,
    ),
}  # fmt: skip
"""The roadside of each state, by postal code."""
