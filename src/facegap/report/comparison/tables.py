"""A comparison's numbers as tables, for papers and programs."""

from facegap.compare import (
    AttributeDrift,
    AttributeShares,
    Comparison,
    EmbeddingDrift,
    MissingCombinations,
)
from facegap.compare.description import SideWords
from facegap.compare.fidelity import known_metrics
from facegap.compare.joint import Direction, JointDivergence
from facegap.report.page.tables import Cell, Table, TableColumn

_NATS = 3
_WAYS = {"p_q": "KL(P‖Q)", "q_p": "KL(Q‖P)"}


def comparison_tables(comparison: Comparison) -> dict[str, Table]:
    """The tables of two sets, by name."""
    tables: dict[str, Table] = {}
    if comparison.attributes:
        tables |= _attribute_tables(comparison, comparison.attributes)
    if comparison.embeddings:
        tables["fidelity"] = fidelity_table(comparison.embeddings, comparison.words)
    return tables


def _attribute_tables(comparison: Comparison, drift: AttributeDrift) -> dict[str, Table]:
    compared = drift.each.compared
    return {
        "attributes": attribute_table(comparison, drift),
        **({"annotator-scores": score_table(comparison, drift)} if any(each.scores for each in compared) else {}),
        "divergences": divergence_table(drift.joint),
        "pairs": pair_table(comparison, drift),
        "lacking": combination_table(drift.lacking, comparison.real.name, comparison.synthetic.name),
        "added": combination_table(drift.added, comparison.synthetic.name, comparison.real.name),
    }


def attribute_table(comparison: Comparison, drift: AttributeDrift) -> Table:
    """Each attribute by itself, what differs most first."""
    sides = (comparison.real.name, comparison.synthetic.name)
    columns = [
        TableColumn(f"{side}: {what}", places=1, percent=True)
        for what in ("positive of defined", "positive", "negative", "undefined", "positive of defined, by identity")
        for side in sides
    ]
    columns += [TableColumn(f"{side}: positive, by scores", places=1, percent=True) for side in sides]
    columns += [TableColumn("compared by"), TableColumn("validated")]
    columns += [
        TableColumn("difference", places=1, percent=True),
        TableColumn("floor", places=1, percent=True),
        TableColumn("ratio", places=2),
    ]
    names = ("KL(P‖Q)", "KL(Q‖P)", "KL floor", "Jensen–Shannon", "KL(P‖Q), three labels", "KL(Q‖P), three labels")
    columns += [TableColumn(name, places=_NATS) for name in names]
    columns += [TableColumn("p", places=4), TableColumn("q", places=4)]
    columns += [TableColumn(f"{side}: reliability", places=2) for side in sides]
    rows = []
    for attribute, d in drift.each.ranked():
        both = (attribute.real, attribute.synthetic)
        cells: list[Cell] = [share for part in zip(*map(_shares, both), strict=True) for share in part]
        cells += [side.by_scores for side in both]
        cells += ["scores" if d.by_scores else "labels", "yes" if d.validated else "no"]
        cells += [d.positive, d.positive_floor, d.ratio, d.kl_real_synthetic, d.kl_synthetic_real, d.kl_floor]
        cells += [d.jensen_shannon, d.three_real_synthetic, d.three_synthetic_real, d.p_value, d.q_value]
        cells += [side.reliability for side in both]
        rows.append((attribute.name, tuple(cells)))
    return Table("attribute", tuple(columns), tuple(rows))


def score_table(comparison: Comparison, drift: AttributeDrift) -> Table:
    """How the annotator's scores of each attribute differ, in the real set's order."""
    columns = [TableColumn(f"{side}: mean") for side in (comparison.real.name, comparison.synthetic.name)]
    columns += [TableColumn(name, places=_NATS) for name in ("KL(P‖Q)", "KL(Q‖P)", "KL floor")]
    columns += [TableColumn(name) for name in ("doubt, KL(P‖Q)", "doubt, KL(Q‖P)", "KL by")]
    columns += [
        TableColumn(name)
        for name in ("Wasserstein", "Wasserstein floor", "Kolmogorov–Smirnov", "Kolmogorov–Smirnov floor")
    ]
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for attribute in drift.each.compared:
        if shift := attribute.scores:
            cells: tuple[Cell, ...] = (
                shift.real_mean,
                shift.synthetic_mean,
                shift.kl_real_synthetic,
                shift.kl_synthetic_real,
                shift.kl_floor,
                shift.kl_real_synthetic_doubt or "none",
                shift.kl_synthetic_real_doubt or "none",
                shift.kl_density,
                shift.wasserstein,
                shift.wasserstein_floor,
                shift.kolmogorov_smirnov,
                shift.kolmogorov_smirnov_floor,
            )
            rows.append((attribute.name, cells))
    return Table("attribute", tuple(columns), tuple(rows))


def divergence_table(joint: JointDivergence) -> Table:
    """All attributes together, by each estimator, in nats, with the range of those that are to be believed."""
    columns = [TableColumn(name, places=_NATS) for name in ("KL(P‖Q)", "KL(Q‖P)", "KL(P‖Q) − KL(Q‖P)", "floor")]
    columns += [TableColumn(name, places=_NATS) for name in ("KL(P‖Q), half the people", "KL(Q‖P), half the people")]
    columns += [TableColumn(name) for name in ("doubt, KL(P‖Q)", "doubt, KL(Q‖P)", "larger")]
    estimators = joint.estimators
    rows: list[tuple[str, tuple[Cell, ...]]] = [
        (
            name,
            (
                divergence.p_q.value,
                divergence.q_p.value,
                divergence.asymmetry,
                divergence.floor,
                divergence.p_q.half,
                divergence.q_p.half,
                divergence.p_q.doubt or "none",
                divergence.q_p.doubt or "none",
                _larger(joint.direction, name),
            ),
        )
        for name, divergence in estimators.items()
    ]
    for place, label in enumerate(("least to be believed", "greatest to be believed")):
        ends = [way.range[place] if way.range else None for way in (joint.p_q, joint.q_p)]
        believed = [f"{len(way.believed)} of {len(estimators)}" for way in (joint.p_q, joint.q_p)]
        overall = "" if joint.direction.larger is None else _WAYS[joint.direction.larger]
        rows.append((label, (*ends, None, None, None, None, *believed, overall)))
    return Table("estimator", tuple(columns), tuple(rows))


def _larger(found: Direction, name: str) -> str:
    """Which way is the larger one by an estimator; empty where it doesn't tell."""
    return _WAYS["p_q"] if name in found.p_q else _WAYS["q_p"] if name in found.q_p else ""


def pair_table(comparison: Comparison, drift: AttributeDrift) -> Table:
    """Attributes in pairs, what differs most first."""
    columns = [
        TableColumn(f"φ, {comparison.real.name}", places=2),
        TableColumn(f"φ, {comparison.synthetic.name}", places=2),
        TableColumn("difference", places=2),
        TableColumn("floor", places=2),
        TableColumn("q", places=4),
        TableColumn(f"mutual information, {comparison.real.name}"),
        TableColumn(f"mutual information, {comparison.synthetic.name}"),
    ]
    rows = [
        (
            f"{pair.first}, {pair.second}",
            (
                pair.phi_real,
                pair.phi_synthetic,
                pair.phi,
                pair.phi_floor,
                pair.q_value,
                pair.information_real,
                pair.information_synthetic,
            ),
        )
        for pair in drift.together.ranked()
    ]
    return Table("attributes", tuple(columns), tuple(rows))


def combination_table(missing: MissingCombinations, shown_by: str, lacking_in: str) -> Table:
    """Combinations that one set shows and the other lacks."""
    columns = (TableColumn(shown_by, places=1, percent=True), TableColumn(lacking_in, places=1, percent=True))
    return Table("combination", columns, tuple((one.name, (one.shown, one.lacking)) for one in missing.combinations))


def fidelity_table(drift: EmbeddingDrift, words: SideWords) -> Table:
    """Numbers on embeddings, with what other real people in place of the synthetic set reach."""
    rows = []
    for metric in known_metrics():
        measured = drift.fidelity.metrics.get(metric.card.name)
        if measured:
            sides = measured.sides or (None, None)
            rows.append((metric.card.label, (measured.estimate, measured.floor, *sides, metric.card.nearer)))
    p, q = words.p, words.q
    names = (f"{q} against {p}", f"{p} against {p}", f"{p} alone", f"{q} alone", "nearer")
    return Table("metric", tuple(TableColumn(name, places=4) for name in names), tuple(rows))


def _shares(shares: AttributeShares) -> tuple[Cell, ...]:
    own = shares.by_identity.positive_of_defined
    return shares.positive_of_defined, shares.positive, shares.negative, shares.undefined, own
