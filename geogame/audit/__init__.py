"""Looks for leaks that flatter an evaluation: places, scenes and pictures on both sides of a division."""

from geogame.audit.catalogs import Audit, audit
from geogame.audit.images import similar_images
from geogame.audit.places import NEAR_KM, nearest_places, read_training_index
from geogame.audit.splits import SplitAudit, audit_splits
from geogame.likeness import difference_hash

__all__ = [
    "NEAR_KM",
    "Audit",
    "SplitAudit",
    "audit",
    "audit_splits",
    "difference_hash",
    "nearest_places",
    "read_training_index",
    "similar_images",
]
