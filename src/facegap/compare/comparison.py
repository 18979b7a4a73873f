"""All that is compared of a real and a synthetic set."""

from dataclasses import dataclass

from facegap.base.short_repr import ShortRepr
from facegap.compare.attribute_pairs.comparison import PairComparison
from facegap.compare.attributes import AttributeComparison
from facegap.compare.combinations import MissingCombinations
from facegap.compare.confirmation import Confirmation
from facegap.compare.description import SetDescription, SideWords
from facegap.compare.fidelity import Fidelity
from facegap.compare.identities import IdentityComparison
from facegap.compare.joint import JointDivergence
from facegap.compare.scores import ScoreComparison


@dataclass(frozen=True)
class AttributeDrift(ShortRepr):
    """What the annotations of two sets say of how they differ.

    Attributes:
        each: How the attributes differ one by one.
        joint: How all attributes together differ, as divergences both ways.
        together: How pairs of attributes differ.
        lacking: The combinations that the real set shows and the synthetic one never or hardly does.
        added: The combinations that the synthetic set shows and the real one never or hardly does.
        validated: Whether the annotator was validated for all attributes that ``joint``, ``together``, ``lacking`` and
            ``added`` are about: these leave out all others where at least two are validated on both sets. Otherwise
            these are about all attributes, and no findings.
        cautions: What isn't known of the attributes of these sets, in sentences; empty where all is.
    """

    each: AttributeComparison
    joint: JointDivergence
    together: PairComparison
    lacking: MissingCombinations
    added: MissingCombinations
    validated: bool = True
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmbeddingDrift(ShortRepr):
    """What embeddings say of how two sets differ.

    Attributes:
        scores: How mated and non-mated scores differ.
        fidelity: How like real images the synthetic ones are.
    """

    scores: ScoreComparison
    fidelity: Fidelity


@dataclass(frozen=True)
class Comparison(ShortRepr):
    """A comparison of a real and a synthetic set.

    Attributes:
        real: P, the data.
        synthetic: Q, the model.
        attributes: How their attributes differ; None where attributes weren't asked for.
        embeddings: How their embeddings differ; None where embeddings weren't asked for.
        confirmation: What the truth of rendered sets says of the attributes' drift; None where it isn't known, or is
            itself what was compared.
        identities: How many images each identity has, and how far it stays one person on them.
    """

    real: SetDescription
    synthetic: SetDescription
    attributes: AttributeDrift | None
    embeddings: EmbeddingDrift | None
    confirmation: Confirmation | None
    identities: IdentityComparison

    @property
    def words(self) -> SideWords:
        """What sentences and columns call the two sets."""
        return SideWords.of(self.real, self.synthetic)
