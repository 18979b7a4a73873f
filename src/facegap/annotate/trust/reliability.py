"""How far an answer can be trusted: whether it stays the same when parts of the network are left out at random."""

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array
from facegap.engine import generator

ALPHA = 0.5
"""Weight of the passes' disagreement against their mean (ours)."""


def dropout_masks(seed: int, *, passes: int, attributes: int, hidden: int, dropout: float) -> BoolArray:
    """Which hidden units stay in each stochastic pass, bool (passes, attributes, hidden).

    The same masks serve every image, so that a result depends on no other image.

    Args:
        seed: of the draw.
        passes: m of them.
        attributes: branches.
        hidden: units of each branch.
        dropout: chance that a unit is left out, 0 up to 1.

    Raises:
        ValueError: a dropout outside of that.
    """
    _check(dropout)
    drawn = generator(seed, "dropout").random((passes, attributes, hidden), dtype=np.float32)
    return drawn >= dropout


def stochastic_logits(
    logits: Float32Array, parts: Float32Array, masks: BoolArray | Float32Array, *, dropout: float
) -> Float32Array:
    """The logits of all stochastic passes, from one pass through the network.

    A branch ends linearly, logit = offset + Σ_h parts_h, so that with dropout its logit is
    offset + Σ_h mask_h · parts_h / (1 − dropout): a small matrix product for all passes.

    Args:
        logits: float32 (images, attributes), of the plain pass.
        parts: float32 (images, attributes, hidden).
        masks: (passes, attributes, hidden), bool, or float32 of 0 and 1, which spares converting them each time.
        dropout: with which they were drawn.

    Returns:
        float32 (images, passes, attributes), in memory with passes side by side, as ``reliability`` sorts them.

    Raises:
        ValueError: shapes that don't fit, a dropout outside of 0 up to 1.
    """
    _check(dropout)
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


def reliability(chances: Float32Array, *, winners: BoolArray | None = None, alpha: float = ALPHA) -> Float32Array:
    """Reliability of each answer from the chances that stochastic passes give it (Terhörst and others, 2019).

    ((1 − α) · mean_i x_i − α · mean_ij |x_i − x_j|) / (1 − α) of the chances x_i of the winning class, the second mean
    over all m² pairs; that it is divided by 1 − α and cut at 0, so that it is 1 where every pass is sure, is ours.
    |x_i − x_j| is the same of the losing class. In order of size the mean over pairs is Σ_k (4k − 2m + 2) x_k / m²,
    k from 0.

    Args:
        chances: float32 (images, passes, attributes), of a positive label, 0 to 1.
        winners: bool (images, attributes), whether the answer is positive; by default where the mean chance is at
            least 0.5.
        alpha: α, 0 up to 1.

    Returns:
        float32 (images, attributes), 0 to 1, higher is surer; NaN where a chance is.

    Raises:
        ValueError: no passes, or an alpha outside of 0 up to 1.
    """
    passes = chances.shape[1]
    if not passes or not 0 <= alpha < 1:
        msg = f"reliability needs a pass at least and an alpha from 0 up to 1, not {passes} and {alpha}"
        raise ValueError(msg)
    ordered = np.sort(chances, axis=1)
    ranks = ((4 * np.arange(passes) - 2 * passes + 2) / passes**2).astype(np.float32)
    mean = chances.mean(axis=1)
    spread = np.einsum("nma,m->na", ordered, ranks)
    positive = mean >= 0.5 if winners is None else winners
    sure = np.where(positive, mean, 1 - mean) - np.float32(alpha / (1 - alpha)) * spread
    return np.asarray(sure.clip(0, 1), dtype=np.float32)


def ensemble_reliability(
    scores: Float32Array, *, winners: BoolArray | None = None, alpha: float = ALPHA
) -> Float32Array:
    """Reliability from the scores of several networks, float32 (members, images, attributes), in place of passes."""
    return reliability(scores.transpose(1, 0, 2), winners=winners, alpha=alpha)


def _check(dropout: float) -> None:
    if not 0 <= dropout < 1:
        msg = f"dropout is to be from 0 up to 1, not {dropout}"
        raise ValueError(msg)
