"""The app's frame: page settings and navigation, nothing else."""

import streamlit as st

from geogame.ui import texts
from geogame.ui.page import came_from

st.set_page_config(page_title=texts.TITLE, layout="wide")
current = st.navigation(
    [
        st.Page("pages/play.py", title=texts.PLAY_PAGE, default=True),
        st.Page("pages/photo.py", title=texts.PHOTO_PAGE),
        st.Page("pages/grid.py", title=texts.GRID_PAGE),
        st.Page("pages/dataset.py", title=texts.DATASET_PAGE),
        st.Page("pages/models.py", title=texts.MODELS_PAGE),
        st.Page("pages/training.py", title=texts.TRAINING_PAGE),
        st.Page("pages/leaderboard.py", title=texts.LEADERBOARD_PAGE),
        st.Page("pages/about.py", title=texts.ABOUT_PAGE),
    ],
    position="top",
)
if wanted := came_from():
    st.switch_page(wanted)
current.run()
# Last: for a picture as icon Streamlit imports NumPy, which the title need not wait for.
st.set_page_config(page_icon="app/static/icon.png")
