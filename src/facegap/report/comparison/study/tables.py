"""Several sets beside each other as tables, for papers and programs."""

from collections.abc import Sequence

from facegap.compare import AttributesInSets, Comparisons, Demographics, MatrixCell, SetContrast
from facegap.compare.study import AttributeContrast
from facegap.report.comparison.study.shown import share_to_show
from facegap.report.page.tables import Cell, Table, TableColumn

_NATS = 3


def study_tables(result: Comparisons) -> dict[str, Table]:
    """The tables of all sets together, by name; of two sets only what their own tables don't have."""
    names = [described.name for described in result.sets]
    tables: dict[str, Table] = {}
    if len(result.sets) > 2:
        tables["matrix"] = matrix_table(result)
        if result.attributes:
            tables |= attributes_tables(result.attributes, names)
            tables["differences"] = differences_table(result.contrasts)
    if result.demographics and result.demographics.groups:
        tables["demographics"] = demographics_table(result.demographics, names)
    return tables


def matrix_table(result: Comparisons) -> Table:
    """Every two sets, both ways round: KL by each estimator in nats, clearly different attributes, Fréchet distance.

    Beside each KL is why it isn't to be believed, or ``none``. The last rows are two halves of the people of one set.
    """
    estimators = tuple(result.matrix[0].divergences)
    columns = [
        column
        for name in estimators
        for column in (TableColumn(f"KL, {name}", places=_NATS), TableColumn(f"doubt, {name}"))
    ]
    columns += [TableColumn("different attributes", places=0)] if result.labels else []
    columns += [TableColumn("Fréchet distance")] if result.embedding else []

    def row(cell: MatrixCell) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        for name in estimators:
            cells += [cell.divergences[name].value, cell.divergences[name].doubt or "none"]
        cells += [cell.different] if result.labels else []
        cells += [cell.frechet.estimate if cell.frechet else None] if result.embedding else []
        return tuple(cells)

    rows = [(f"{cell.p} ‖ {cell.q}", row(cell)) for cell in result.matrix]
    rows += [(f"{cell.p}: two halves of its people", row(cell)) for cell in result.halves]
    return Table("P ‖ Q", tuple(columns), tuple(rows))


def attributes_tables(result: AttributesInSets, names: Sequence[str]) -> dict[str, Table]:
    """Shares of each attribute in each set: of images, of people, and of images for which it is undefined."""
    columns = tuple(TableColumn(name, places=1, percent=True) for name in names)
    kinds = {"shares": False, "shares-by-identity": True}
    tables = {
        name: Table(
            "attribute",
            columns,
            tuple(
                (each.name, tuple(share_to_show(one, by_identity=own).estimate for one in each.shares))
                for each in result.compared
            ),
        )
        for name, own in kinds.items()
    }
    undefined = tuple((each.name, tuple(one.undefined for one in each.shares)) for each in result.compared)
    return tables | {"undefined": Table("attribute", columns, undefined)}


def differences_table(contrasts: Sequence[SetContrast]) -> Table:
    """Each attribute between every two sets: the second set's share less that of the first, and the q-value."""
    pairs = [f"{contrast.p} → {contrast.q}" for contrast in contrasts]
    columns = [TableColumn(pair, places=1, percent=True) for pair in pairs]
    columns += [TableColumn(f"{pair}: q", places=4) for pair in pairs]
    rows = []
    for name, row in by_pair(contrasts):
        differences: list[Cell] = [one.difference if one else None for one in row]
        rows.append((name, (*differences, *(one.q_value if one else None for one in row))))
    return Table("attribute", tuple(columns), tuple(rows))


def demographics_table(demographics: Demographics, names: Sequence[str]) -> Table:
    """Each group in each set, of images and of people; before them the share of images that are decided."""
    columns = [TableColumn(name, places=1, percent=True) for name in names]
    columns += [TableColumn(f"{name}, by identity", places=1, percent=True) for name in names]
    nothing: tuple[Cell, ...] = (None,) * len(names)
    rows: list[tuple[str, tuple[Cell, ...]]] = [("decided, of labeled images", (*demographics.decided, *nothing))]
    for group in demographics.groups:
        shares = [share_to_show(one).estimate for one in group.shares]
        own = [share_to_show(one, by_identity=True).estimate for one in group.shares]
        rows.append((group.name, (*shares, *own)))
    return Table("group", tuple(columns), tuple(rows))


def by_pair(contrasts: Sequence[SetContrast]) -> list[tuple[str, list[AttributeContrast | None]]]:
    """Each attribute with its difference in every pair, that with the largest in any pair first."""
    named = [{one.name: one for one in contrast.attributes} for contrast in contrasts]
    rows = {name: [own.get(name) for own in named] for name in dict.fromkeys(name for own in named for name in own)}
    return sorted(rows.items(), key=lambda row: -max(abs(one.difference.value) for one in row[1] if one))
