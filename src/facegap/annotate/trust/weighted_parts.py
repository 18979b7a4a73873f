"""Logits that a calibration for another domain makes anew of the parts of a network's logits."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array


@dataclass(frozen=True)
class WeightedParts:
    """Weights under which the parts of all logits sum to the logits of some attributes.

    The last layer of each branch of an annotator is linear: its logit is a sum of parts, one for each hidden unit. The
    parts of other branches also say something of an attribute: a beard of a man. What of that holds on photographs is
    for their labels to say (ours).

    Attributes:
        columns: int64 (k,), the attributes whose logits are made anew.
        weights: float32 (k, attributes · hidden), the weight of each part.
    """

    columns: Int64Array
    weights: Float32Array

    def logits(self, parts: Float32Array) -> Float32Array:
        """Sum the weighted parts of some images.

        Args:
            parts: float32 (images, attributes, hidden).

        Returns:
            float32 (images, k).
        """
        return np.asarray(parts.reshape(len(parts), -1) @ self.weights.T)

    def stochastic_logits(self, parts: Float32Array, masks: Float32Array, *, dropout: float) -> Float32Array:
        """Sum the weighted parts that stay in each stochastic pass.

        Args:
            parts: float32 (images, attributes, hidden).
            masks: float32 (passes, attributes, hidden), 1 where a hidden unit stays and 0 where it doesn't.
            dropout: The probability with which the masks were drawn.

        Returns:
            float32 (images, passes, k).
        """
        flat = parts.reshape(len(parts), 1, -1) * self.weights / np.float32(1 - dropout)
        return np.asarray((flat @ masks.reshape(len(masks), -1).T).transpose(0, 2, 1))
