import numpy as np
import pytest

from facegap.annotate.trust import dropout_masks, prediction_reliability, stochastic_logits


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.8])
def test_formula_over_all_pairs(alpha: float) -> None:
    chances = np.random.default_rng(0).random((3, 7, 4)).astype(np.float32) ** 3
    winners = np.random.default_rng(1).random((3, 4)) < 0.5
    expected = np.empty((3, 4))
    for image in range(3):
        for attribute in range(4):
            x = chances[image, :, attribute] if winners[image, attribute] else 1 - chances[image, :, attribute]
            pairs = [abs(one - other) for one in x for other in x]
            raw = (1 - alpha) * np.mean(x) - alpha * np.mean(pairs)
            expected[image, attribute] = np.clip(raw / (1 - alpha), 0, 1)
    found = prediction_reliability(chances, winners=winners, alpha=alpha)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("passes", "expected"), [([1, 1, 1, 1], 1.0), ([0, 0, 0, 0], 1.0), ([0.2] * 4, 0.8), ([0, 0, 1, 1], 0.0)]
)
def test_known_values(passes: list[float], expected: float) -> None:
    assert prediction_reliability(np.array([[[x] for x in passes]], dtype=np.float32))[0, 0] == pytest.approx(expected)


def test_passes_are_those_of_the_branches_with_dropout() -> None:
    rng = np.random.default_rng(0)
    hidden, weight = rng.random((6, 5, 8)).astype(np.float32), rng.normal(size=(5, 8)).astype(np.float32)
    offset, dropout = rng.normal(size=5).astype(np.float32), 0.3
    masks = dropout_masks(3, passes=20, attributes=5, hidden=8, dropout=dropout)
    naive = np.empty((6, 20, 5))
    for number, mask in enumerate(masks):
        for attribute in range(5):
            dropped = hidden[:, attribute] * mask[attribute] / (1 - dropout)
            naive[:, number, attribute] = offset[attribute] + dropped @ weight[attribute]
    parts = hidden * weight
    logits = offset + parts.sum(axis=2)
    found = stochastic_logits(logits, parts, masks, dropout=dropout)
    np.testing.assert_allclose(found, naive, atol=1e-5)
    alone = stochastic_logits(logits[2:3], parts[2:3], masks.astype(np.float32), dropout=dropout)
    np.testing.assert_allclose(alone[0], found[2], atol=1e-6)


def test_masks_keep_their_share_and_their_seed() -> None:
    masks = dropout_masks(0, passes=100, attributes=20, hidden=50, dropout=0.2)
    assert masks.mean() == pytest.approx(0.8, abs=0.01)
    assert (masks == dropout_masks(0, passes=100, attributes=20, hidden=50, dropout=0.2)).all()
    assert (masks != dropout_masks(1, passes=100, attributes=20, hidden=50, dropout=0.2)).any()
    assert dropout_masks(0, passes=2, attributes=3, hidden=4, dropout=0).all()


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="dropout"):
        dropout_masks(0, passes=1, attributes=1, hidden=1, dropout=1)
    with pytest.raises(ValueError, match="don't fit"):
        stochastic_logits(np.zeros((2, 3), "f4"), np.zeros((2, 3, 4), "f4"), np.ones((5, 3, 1), bool), dropout=0.5)
    with pytest.raises(ValueError, match="at least one pass"):
        prediction_reliability(np.zeros((2, 0, 3), dtype=np.float32))
