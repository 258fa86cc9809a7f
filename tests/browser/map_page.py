"""Nothing but the map, for the browser tests: buttons stand for the game, counters for the server's work."""

import streamlit as st

from geogame.ui.map import MapRound, OpponentMark, guess_map

st.set_page_config(page_title="Map test", layout="wide")


class Box:
    """A stand-in region: the mainland's bounding box."""

    bounds = (-124.8, 24.5, -66.9, 49.4)


def grid() -> dict:
    """A coarse stand-in grid over the region, cell i at column i // 5, row i % 5."""
    features = []
    for column in range(11):
        for row in range(5):
            west, south = -124.0 + 5 * column, 25.0 + 5 * row
            ring = [[west, south], [west + 5, south], [west + 5, south + 5], [west, south + 5], [west, south]]
            features.append(
                {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
            )
    return {"type": "FeatureCollection", "features": features}


def belief() -> list[list[float]]:
    """Beliefs after each of four views that gather round one cell of the grid."""
    views = []
    for view in range(4):
        weights = [2.0 ** -((abs(i // 5 - 3) + abs(i % 5 - 2)) * (view + 0.5)) for i in range(55)]
        views.append([weight / sum(weights) for weight in weights])
    return views


PLACES = [
    MapRound(1, (45.5152, -122.6784), (41.2, -111.9), [OpponentMark("A", "CNN <b>LSTM</b>", 46.6, -110.9)]),
    MapRound(2, (35.19, -101.83), (32.9, -97.3), [OpponentMark("A", "CNN <b>LSTM</b>", 38.6, -105.4)]),
    MapRound(3, (44.3, -72.6), (35.8, -83.9), [OpponentMark("A", "CNN <b>LSTM</b>", 42.5, -75.4)]),
    MapRound(4, (26.1, -81.3), (29.9, -90.3), [OpponentMark("A", "CNN <b>LSTM</b>", 31.2, -83.4)]),
    MapRound(5, (46.9, -96.8), (41.9, -93.6), [OpponentMark("A", "CNN <b>LSTM</b>", 47.9, -100.4)]),
]

state = st.session_state
for name, value in {"runs": 0, "round": 1, "mode": "guess", "said": [], "open": True, "pin": None}.items():
    state.setdefault(name, value)
state.runs += 1
asked = st.query_params
if "mode" in asked and state.runs == 1:
    state.mode = asked["mode"]

shown = st.segmented_control("Shown", ["Map", "Nothing"], default="Map")
theme = asked.get("theme") or ("dark" if st.context.theme.type == "dark" else "light")
answer = None
if shown == "Map":
    answer = guess_map(
        key="map",
        region=Box,
        mode=state.mode,
        pin=state.pin,
        rounds=PLACES if state.mode == "summary" else PLACES[:1],
        belief=belief() if state.mode == "reveal" else None,
        cells_geojson=grid(),
        can_confirm=state.open,
        height="min(56vh, 560px)",
        theme=theme,
        reset_token=str(state.round),
    )
if answer is not None:
    state.said.append((answer.lat, answer.lon))
row = st.columns(5)
row[0].button("Rerun")
if row[1].button("Next round"):
    state.round += 1
    state.mode = "guess"
    st.rerun()
if row[2].button("Reveal"):
    state.mode = "reveal"
    st.rerun()
if row[3].button("Summary"):
    state.mode = "summary"
    st.rerun()
if row[4].button("Hold"):
    state.open = not state.open
    st.rerun()
st.text(f"runs={state.runs}")
st.text("said=" + ";".join(f"{lat:.6f},{lon:.6f}" for lat, lon in state.said))
