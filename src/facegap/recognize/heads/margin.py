"""What a margin is: the change that makes an image's own class harder to reach."""

from abc import ABC, abstractmethod

from torch import Tensor, nn


class Margin(nn.Module, ABC):
    """Changes cosines before the softmax; the class matrix then multiplies them by its scale.

    In each step the class matrix asks for ``target``, then for ``others``, then for ``penalty``. With several processes
    each of them is asked about all images, so three rules hold:

    - Averages over the steps so far are buffers, renewed by ``target`` in training mode; so they agree everywhere.
    - A margin that draws random numbers is a ``facegap.training.SharedRandom``: the loop hands it a generator before
      each micro-batch that is keyed by the run's seed, the step and the micro-batch alone, and it draws one number for
      each image, in their order. PyTorch's own random numbers differ between processes and must not be used. So a draw
      is the same with one process and with several, and in a run that is taken up again. In evaluation mode nothing is
      drawn.
    - Gradients of the norms may flow from ``target`` and ``penalty``; each counts once, whatever the number of
      processes. A margin that wants none, such as AdaFace, detaches the norms.
    """

    @abstractmethod
    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        """Change the cosine between each image and its own class.

        Args:
            cosine: (n,), in [−1, 1].
            norms: (n,), lengths of the embeddings, 0 or more; a gradient of them goes on to the embeddings.

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

    def penalty(self, norms: Tensor) -> Tensor | None:
        """Say what each embedding's length adds to its image's loss, beside the cross entropy; most add nothing.

        Args:
            norms: (n,), as for ``target``.

        Returns:
            (n,), of which the loss gets the mean; None where nothing is added.
        """
        del norms
        return None


class Detached(Margin):
    """The values of another margin, with a gradient as if there were none: d target / d cosine is 1.

    So do implementations that change the cosine under ``no_grad``, such as InsightFace's. What the margin makes of the
    other classes, and its penalty, keep their gradients.

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

    def penalty(self, norms: Tensor) -> Tensor | None:
        return self.margin.penalty(norms)
