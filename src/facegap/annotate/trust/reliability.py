"""How far a prediction can be trusted: whether it stays the same when parts of the network are left out at random."""

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array
from facegap.engine import generator

ALPHA = 0.5
"""Weight of the disagreement between passes against their mean (ours)."""


def dropout_masks(seed: int, *, passes: int, attributes: int, hidden: int, dropout: float) -> BoolArray:
    """Draw which hidden units stay in each stochastic pass.

    The same masks serve every image, so that a prediction doesn't depend on other images.

    Args:
        seed: The seed of the draw.
        passes: The number m of passes.
        attributes: The number of attributes, each of which has a branch of its own.
        hidden: The number of hidden units of each branch.
        dropout: The probability that a unit is left out, from 0 to below 1.

    Returns:
        bool (passes, attributes, hidden), True where a unit stays.

    Raises:
        ValueError: ``dropout`` is out of range.
    """
    _check_dropout(dropout)
    drawn = generator(seed, "dropout").random((passes, attributes, hidden), dtype=np.float32)
    return drawn >= dropout


def stochastic_logits(
    logits: Float32Array, parts: Float32Array, masks: BoolArray | Float32Array, *, dropout: float
) -> Float32Array:
    """Compute the logits of all stochastic passes from one pass through the network.

    A branch ends linearly, logit = offset + Σ_h parts_h, so that with dropout its logit is
    offset + Σ_h mask_h · parts_h / (1 − dropout): a small matrix product for all passes.

    Args:
        logits: float32 (images, attributes), the logits without dropout.
        parts: float32 (images, attributes, hidden), the terms whose sum is the logit but for an offset.
        masks: (passes, attributes, hidden), bool, or float32 of 0 and 1, which saves converting them each time.
        dropout: The probability with which the masks were drawn.

    Returns:
        float32 (images, passes, attributes); in memory passes lie side by side, as ``prediction_reliability`` sorts
        them.

    Raises:
        ValueError: The shapes don't fit each other, or ``dropout`` is out of range.
    """
    _check_dropout(dropout)
    if logits.shape != parts.shape[:2] or parts.shape[1:] != masks.shape[1:]:
        msg = (
            f"logits {logits.shape}, parts {parts.shape} and masks {masks.shape} don't fit: they are to be (images, "
            "attributes), (images, attributes, hidden) and (passes, attributes, hidden)"
        )
        raise ValueError(msg)
    offset = logits - parts.sum(axis=2)
    by_branch = (parts / np.float32(1 - dropout)).transpose(1, 0, 2)
    passes = by_branch @ masks.astype(np.float32, copy=False).transpose(1, 2, 0)
    passes += offset.T[:, :, None]
    return np.asarray(passes.transpose(1, 2, 0), dtype=np.float32)


def prediction_reliability(
    scores: Float32Array, *, winners: BoolArray | None = None, alpha: float = ALPHA
) -> Float32Array:
    """Compute the reliability of each prediction from the scores of stochastic passes (Terhörst et al., 2019).

    It is ((1 − α) · mean_i x_i − α · mean_ij |x_i − x_j|) / (1 − α) of the probabilities x_i of the winning class. The
    second mean is over all m² pairs of passes. Dividing by 1 − α and cutting at 0, so that it is 1 where every pass
    is certain, is ours. |x_i − x_j| is the same for the losing class. With the passes sorted, the mean over pairs is
    Σ_k (4k − 2m + 2) x_k / m², k from 0.

    Two passes that agree are trusted, two that contradict each other are not:

    >>> scores = np.array([[[0.9, 0.1], [0.9, 0.9]]], dtype=np.float32)
    >>> prediction_reliability(scores).astype(float).round(2).tolist()
    [[0.9, 0.1]]

    Args:
        scores: float32 (images, passes, attributes), the probability of a positive label in each pass, 0 to 1. The
            scores of several networks may stand in for passes.
        winners: bool (images, attributes), whether the prediction is positive; by default where the mean score is at
            least 0.5.
        alpha: α, the weight of the disagreement, from 0 to below 1.

    Returns:
        float32 (images, attributes), 0 to 1, higher is more reliable; NaN where a score is.

    Raises:
        ValueError: There are no passes, or ``alpha`` is out of range.
    """
    passes = scores.shape[1]
    if not passes or not 0 <= alpha < 1:
        msg = f"reliability needs at least one pass and an alpha from 0 to below 1, not {passes} and {alpha}"
        raise ValueError(msg)
    ordered = np.sort(scores, axis=1)
    rank_weights = ((4 * np.arange(passes) - 2 * passes + 2) / passes**2).astype(np.float32)
    mean = scores.mean(axis=1)
    disagreement = np.einsum("nma,m->na", ordered, rank_weights)
    positive = mean >= 0.5 if winners is None else winners
    reliability = np.where(positive, mean, 1 - mean) - np.float32(alpha / (1 - alpha)) * disagreement
    return np.asarray(reliability.clip(0, 1), dtype=np.float32)


def _check_dropout(dropout: float) -> None:
    if not 0 <= dropout < 1:
        msg = f"dropout is to be from 0 to below 1, not {dropout}"
        raise ValueError(msg)
