"""What a margin is: the change that makes an image's own class harder to reach."""

from abc import ABC, abstractmethod

from torch import Tensor, nn


class Margin(nn.Module, ABC):
    """Changes cosines before the softmax; the class matrix then multiplies them by its scale.

    The class matrix asks for ``target`` once a step and for ``others`` after it. Averages over the steps so far are
    buffers, renewed by ``target`` in training mode; with several processes each sees all images, so they agree.
    """

    @abstractmethod
    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        """Change the cosine between each image and its own class.

        Args:
            cosine: (n,), in [−1, 1].
            norms: (n,), lengths of the embeddings; no gradient goes to them.

        Returns:
            (n,).
        """

    def others(self, cosines: Tensor, own: Tensor) -> Tensor:
        """Change the cosines with the other classes; most margins don't.

        Args:
            cosines: (n, c); those of own classes among them are replaced later.
            own: (n,), the *unchanged* cosine of each image's own class, as a value: no gradient goes to it.

        Returns:
            (n, c).
        """
        del own
        return cosines


class Detached(Margin):
    """The values of another margin, with a gradient as if there were none: d target / d cosine is 1.

    So do implementations that change the cosine under ``no_grad``, such as InsightFace's. What the margin makes of the
    other classes keeps its gradient.

    Args:
        margin: the other one.
    """

    def __init__(self, margin: Margin) -> None:
        super().__init__()
        self.margin = margin

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        return cosine + (self.margin.target(cosine.detach(), norms) - cosine).detach()

    def others(self, cosines: Tensor, own: Tensor) -> Tensor:
        return self.margin.others(cosines, own)
