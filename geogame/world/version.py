"""The number to raise whenever a change of the code changes the pixels of a scene."""

RENDERER_VERSION = "3"
