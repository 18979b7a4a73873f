"""The annotator of embeddings: layers that all attributes share, and a branch for each."""

from torch import Tensor, nn

from facegap.annotate.learning.branches import Branches


class EmbeddingNetwork(nn.Module):
    """From the embeddings of a recognizer to logits (Terhörst et al., 2020).

    Every layer has batch norm and dropout, as there. What a recognizer was trained to ignore, such as spectacles, can
    be found in its embeddings only so far.

    Args:
        dimensions: of an embedding.
        attributes: how many.
        features: length of the vector that all branches share; 512 there.
        hidden: units of each branch, of whose number nothing is said there.
        dropout: of all layers.
    """

    def __init__(
        self, dimensions: int, attributes: int, *, features: int = 512, hidden: int = 32, dropout: float = 0.5
    ) -> None:
        super().__init__()
        self.shared = nn.Sequential(
            nn.BatchNorm1d(dimensions),
            nn.Linear(dimensions, features, bias=False),
            nn.BatchNorm1d(features),
            nn.ReLU(),
            nn.Dropout(dropout),
        )
        self.branches = Branches(features, attributes, hidden=hidden, dropout=dropout)

    def forward(self, embeddings: Tensor) -> tuple[Tensor, Tensor]:
        """Float (n, dimensions), of unit length, to logits and their parts as ``Branches`` gives them."""
        found: tuple[Tensor, Tensor] = self.branches(self.shared(embeddings))
        return found
