"""The app's surface: the only part of geogame that knows Streamlit."""
