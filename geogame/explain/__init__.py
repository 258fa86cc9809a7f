"""Why a model guessed so: heat on each view, belief after each view, and the training places it finds alike."""

from geogame.explain.explanation import Explanation, Step, explain
from geogame.explain.gradcam import Heat, grad_cam
from geogame.explain.neighbours import Neighbour, nearest_training

__all__ = ["Explanation", "Heat", "Neighbour", "Step", "explain", "grad_cam", "nearest_training"]
