import pytest
import torch

from geogame.datasets import normalise
from geogame.training.augment import augment, drop_views, hue_matrix
from geogame.training.recipe import AugmentationSection

OFF = AugmentationSection(**dict.fromkeys(AugmentationSection.model_fields, 0))


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def views() -> torch.Tensor:
    return torch.randint(0, 256, (6, 4, 3, 32, 64), dtype=torch.uint8, generator=chance(9))


def test_switched_off_it_only_normalises() -> None:
    assert torch.allclose(augment(views(), OFF, chance()), normalise(views()), atol=1e-4)


def test_the_same_chance_gives_the_same_pictures_and_another_does_not() -> None:
    options = AugmentationSection()
    first, second = augment(views(), options, chance(1)), augment(views(), options, chance(1))
    assert torch.equal(first, second)
    assert not torch.equal(first, augment(views(), options, chance(2)))


def test_the_source_is_left_alone() -> None:
    pixels = views()
    augment(pixels, AugmentationSection(erase_share=1), chance())
    assert torch.equal(pixels, views())


def test_pictures_move_sideways_but_are_never_mirrored() -> None:
    ramp = torch.arange(64).mul(3).to(torch.uint8).expand(20, 4, 3, 32, 64)
    moved = augment(ramp, OFF.model_copy(update={"shift": 0.06}), chance())
    steps = moved.diff(dim=-1)
    assert steps.min() >= -1e-5
    assert not torch.allclose(moved, normalise(ramp))


def test_values_stay_in_range() -> None:
    changed = augment(views(), AugmentationSection(), chance())
    limits = normalise(torch.tensor([0, 255], dtype=torch.uint8))
    assert changed.min() >= limits[0]
    assert changed.max() <= limits[1]


def test_turning_the_hue_leaves_grey_alone_and_returns_after_a_circle() -> None:
    angles, ones = torch.tensor([0.3, 2 * torch.pi]), torch.ones(2)
    matrices = hue_matrix(angles, ones)
    assert torch.allclose(matrices @ torch.ones(3, 1), torch.ones(2, 3, 1), atol=1e-5)
    assert torch.allclose(matrices[1], torch.eye(3), atol=1e-5)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_views_are_dropped_but_never_all(share: float) -> None:
    mask = torch.ones(200, 4, dtype=torch.bool)
    mask[:50, 2:] = False
    kept = drop_views(mask, share, chance())
    assert (kept.sum(1) >= 1).all()
    assert (kept <= mask).all()
    assert torch.equal(kept, mask) == (share == 0.0)
    if share:
        assert kept[50:].sum(1).max() <= 3
