"""Every two of several sets, both ways round: what their attributes and embeddings say of how they differ."""

from dataclasses import dataclass

from facegap.compare.attributes import AttributeComparison, compare_attributes
from facegap.compare.comparison import Comparison
from facegap.compare.fidelity import EmbeddedPair, get_metric
from facegap.compare.identities import SetPeople
from facegap.compare.joint import BelievedRange, Divergence, JointDivergence, joint_divergence
from facegap.estimates import Estimate, EstimateWithFloor


@dataclass(frozen=True)
class MatrixCell:
    """Two sets of several, P the data and Q the model; or, where both have one name, two halves of that set's people.

    Attributes:
        p: The name of the one set, the data.
        q: The name of the other set, the model.
        divergences: KL(P‖Q) of all attributes that every set has together by each estimator, in nats, by the
            estimator's name; empty without attributes.
        believed: What the estimators that are to be believed say together; None without attributes.
        different: How many of these attributes differ clearly; None without attributes.
        frechet: The Fréchet distance of the embeddings; None without embeddings, or of one image.
    """

    p: str
    q: str
    divergences: dict[str, Divergence]
    believed: BelievedRange | None
    different: int | None
    frechet: EstimateWithFloor | None


@dataclass(frozen=True)
class AttributeContrast:
    """One attribute in two sets.

    Attributes:
        name: The name of the attribute.
        difference: The share of the positive in Q minus that in P, among images for which it is defined, −1 to 1.
        q_value: The share of false findings if all attributes of these two sets that are at least as certain were
            called different, 0 to 1.
        clear: Whether it differs clearly: one in twenty such findings is false at most.
    """

    name: str
    difference: Estimate
    q_value: float
    clear: bool


@dataclass(frozen=True)
class SetContrast:
    """The attributes that every set has, in two of the sets.

    Attributes:
        p: The name of the one set.
        q: The name of the other set.
        attributes: How each differs, the largest difference first; without those that a set defines on no image.
    """

    p: str
    q: str
    attributes: tuple[AttributeContrast, ...]


def cross_sets(
    p: SetPeople,
    q: SetPeople,
    *,
    names: tuple[str, str],
    attributes: tuple[str, ...],
    known: Comparison | None = None,
    seed: int = 0,
) -> tuple[tuple[MatrixCell, MatrixCell], SetContrast | None]:
    """Compare two sets both ways round by some attributes, and by their embeddings.

    Args:
        p: The people of the one set.
        q: The people of the other set.
        names: The names of both.
        attributes: The names of the attributes, which both have.
        known: What was compared of them already, which isn't computed again.
        seed: The seed of all that is drawn at random.

    Returns:
        P against Q, and Q against P; and how single attributes differ, None without labels.
    """
    joint, each = _attributes(p, q, attributes, known, seed)
    different = sum(difference.clear for _, difference in each.ranked()) if each else None
    frechet = _frechet(p, q, known, seed)
    estimators = joint.estimators if joint else {}
    forth = {name: ways.p_q for name, ways in estimators.items()}
    back = {name: ways.q_p for name, ways in estimators.items()}
    cells = (
        MatrixCell(names[0], names[1], forth, joint.p_q if joint else None, different, frechet),
        MatrixCell(names[1], names[0], back, joint.q_p if joint else None, different, frechet),
    )
    return cells, _contrast(names, each) if each else None


def _attributes(
    p: SetPeople, q: SetPeople, attributes: tuple[str, ...], known: Comparison | None, seed: int
) -> tuple[JointDivergence | None, AttributeComparison | None]:
    if not (p.labeled and q.labeled):
        return None, None
    drift = known.attributes if known else None
    if drift and drift.joint.attributes == attributes:
        return drift.joint, drift.each
    p_labeled, q_labeled = p.labeled.only(attributes), q.labeled.only(attributes)
    joint = joint_divergence(p=p_labeled, q=q_labeled, seed=seed)
    return joint, compare_attributes(real=p_labeled, synthetic=q_labeled, seed=seed)


def _frechet(p: SetPeople, q: SetPeople, known: Comparison | None, seed: int) -> EstimateWithFloor | None:
    if not (p.embedded and q.embedded):
        return None
    if known and known.embeddings:
        return known.embeddings.fidelity.metrics.get("frechet")
    metric, pair = get_metric("frechet"), EmbeddedPair(real=p.embedded, synthetic=q.embedded, seed=seed)
    return None if pair.lacking(metric.card.needs) else metric.of(pair)


def _contrast(names: tuple[str, str], each: AttributeComparison) -> SetContrast:
    return SetContrast(
        *names,
        tuple(
            AttributeContrast(attribute.name, difference.positive, difference.q_value, difference.clear)
            for attribute, difference in each.ranked()
        ),
    )
