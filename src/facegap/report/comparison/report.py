"""The report of a comparison of two sets or more."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from facegap.base.numbered_names import numbered
from facegap.compare import AttributeDrift, Clustering, ComparedSet, Comparison, Comparisons, EmbeddingDrift
from facegap.compare.gate import Check
from facegap.compare.identities import Inconsistent, inconsistent_people
from facegap.estimates import GROUPS
from facegap.faceset import FaceSet
from facegap.matching.rates.set_scores import BINS
from facegap.report.comparison.attribute_faces import attribute_face_anchors, attribute_faces_section
from facegap.report.comparison.attribute_pairs import attribute_pairs_section
from facegap.report.comparison.attributes import attributes_section, confirmation_section
from facegap.report.comparison.clusters import cluster_rows, clusters_section
from facegap.report.comparison.combinations import combinations_section
from facegap.report.comparison.divergence import divergence_section
from facegap.report.comparison.fidelity import PairIds, fidelity_section
from facegap.report.comparison.identities import identities_section
from facegap.report.comparison.most_confident import AnnotatedSide, most_confident_section
from facegap.report.comparison.overview import overview_section
from facegap.report.comparison.scores import scores_section
from facegap.report.comparison.study.attributes import study_attributes_section
from facegap.report.comparison.study.contrasts import contrasts_section
from facegap.report.comparison.study.demographics import demographics_section
from facegap.report.comparison.study.matrix import matrix_section, sets_section
from facegap.report.comparison.study.tables import study_tables
from facegap.report.comparison.tables import comparison_tables
from facegap.report.figures.figure import Figure
from facegap.report.page.images import Example, choose_examples, read_gallery, write_contact_sheet
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import write_tables

_EXAMPLES = 18


def write_comparisons(
    result: Comparisons,
    *,
    facesets: Sequence[FaceSet | None],
    sets: Sequence[ComparedSet],
    folder: Path,
    checks: Sequence[Check] = (),
) -> Report:
    """Write ``report.html``, ``results.json``, PNGs of figures and examples, and tables as CSV and LaTeX.

    Of two sets the page tells all. Of more it shows them beside each other and every two of them, and a folder beside
    it for each pair that was compared in full holds that pair's own report.

    Args:
        result: what was compared.
        facesets: the sets, in the same order, for pictures; None for one of embeddings alone.
        sets: what of them was compared, likewise.
        folder: where to.
        checks: the conditions under which the comparison fails, with their verdicts.
    """
    shown = _shown(result, facesets, sets)
    if len(result.sets) == 2:
        first, second = shown.values()
        report = _write_pair(result, result.pairs[0], first, second, _pooled(result, shown), folder, checks)
        write_tables(study_tables(result), folder)
        return report
    places = _places(result)
    for pair, place in zip(result.pairs, places, strict=True):
        of_pair = [check for check in checks if (check.real, check.synthetic) == (pair.real.name, pair.synthetic.name)]
        _write_pair(result, pair, shown[pair.real.name], shown[pair.synthetic.name], [], folder / place, of_pair)
    report = write_page(
        title=", ".join(shown),
        sections=_study_sections(result, shown, places, checks),
        results={"comparison": result, "checks": checks},
        folder=folder,
    )
    write_tables(study_tables(result), folder)
    return report


def comparison_figures(
    result: Comparisons, *, facesets: Sequence[FaceSet | None], sets: Sequence[ComparedSet]
) -> dict[str, Figure]:
    """The figures of the report by the names of their PNGs; of more than two sets, with their folders before them.

    Args are those of ``write_comparisons``.
    """
    shown = _shown(result, facesets, sets)
    if len(result.sets) == 2:
        first, second = shown.values()
        return figures_of(_pair_sections(result, result.pairs[0], first, second, _pooled(result, shown)))
    places = _places(result)
    figures = figures_of(_study_sections(result, shown, places))
    for pair, place in zip(result.pairs, places, strict=True):
        sections = _pair_sections(result, pair, shown[pair.real.name], shown[pair.synthetic.name], [])
        for name, figure in figures_of(sections).items():
            figures[f"{place}/{name}"] = figure
    return figures


def _study_sections(
    result: Comparisons, shown: Mapping[str, "_Shown"], places: Sequence[str], checks: Sequence[Check] = ()
) -> list[Section]:
    """The story of three sets or more."""
    sections = [sets_section(result, places, checks=checks)]
    if result.attributes:
        sections.append(study_attributes_section(result.attributes, result.sets))
    sections.append(matrix_section(result))
    if result.contrasts:
        sections.append(contrasts_section(result.contrasts))
    return [*sections, *_pooled(result, shown)]


def _pooled(result: Comparisons, shown: Mapping[str, "_Shown"]) -> list[Section]:
    """What is said of two sets and of more in the same way."""
    sections = [demographics_section(result.demographics, list(shown))] if result.demographics else []
    return [*sections, *([_clusters(result.clusters, list(shown.values()))] if result.clusters else [])]


def _shown(result: Comparisons, facesets: Sequence[FaceSet | None], sets: Sequence[ComparedSet]) -> "dict[str, _Shown]":
    return {
        description.name: _Shown(description.name, faceset, compared)
        for description, faceset, compared in zip(result.sets, facesets, sets, strict=True)
    }


class _Shown(NamedTuple):
    """A set as the report shows it; without a face set, one of embeddings alone, it has no pictures."""

    name: str
    faceset: FaceSet | None
    compared: ComparedSet

    def examples(self) -> list[Example]:
        """A few of its images."""
        return choose_examples(self.faceset, _EXAMPLES) if self.faceset else []

    def labeled(self, places: Collection[int]) -> dict[tuple[str, int], Example]:
        """Pictures by their places among the labeled images."""
        labeled = self.compared.people.labeled
        return (
            {}
            if labeled is None or self.faceset is None
            else read_gallery(self.faceset, self.name, places, rows=labeled.rows)
        )

    def annotated(self) -> AnnotatedSide:
        """Its images with their labels, which it must have."""
        labeled = self.compared.people.labeled
        assert labeled is not None
        assert self.faceset is not None
        return AnnotatedSide(self.name, self.faceset, labeled)

    def embedded(self, places: Collection[int]) -> dict[tuple[str, int], Example]:
        """Pictures by their places among the embedded images."""
        rows = self.compared.embedded_rows
        return {} if rows is None or self.faceset is None else read_gallery(self.faceset, self.name, places, rows=rows)

    def rows(self, rows: Collection[int]) -> dict[tuple[str, int], Example]:
        """Pictures by their rows."""
        if self.faceset is None:
            return {}
        return read_gallery(self.faceset, self.name, rows, rows=np.arange(len(self.faceset)))


def _pair_sections(
    result: Comparisons,
    pair: Comparison,
    real: _Shown,
    synthetic: _Shown,
    pooled: Sequence[Section],
    checks: Sequence[Check] = (),
) -> list[Section]:
    """The story of a real and a synthetic set."""
    sections = [overview_section(pair, notes=result.notes, checks=checks), _examples(real, synthetic)]
    if pair.attributes:
        sections += _attributes(pair, pair.attributes, real, synthetic)
        if pair.confirmation:
            sections.append(confirmation_section(pair.confirmation, layer=result.labels or ""))
    sections += pooled
    if pair.embeddings:
        of_embeddings = _embeddings(pair, pair.embeddings, real, synthetic, result.embedding or "")
        sections += _with_embedder_caution(of_embeddings, result.embedder_caution)
    sections += [
        _identities(pair, real, synthetic),
        method_section(pair, labels=result.labels, embedding=result.embedding),
    ]
    return sections


def _write_pair(
    result: Comparisons,
    pair: Comparison,
    real: _Shown,
    synthetic: _Shown,
    pooled: Sequence[Section],
    folder: Path,
    checks: Sequence[Check],
) -> Report:
    report = write_page(
        title=f"{real.name} and {synthetic.name}",
        sections=_pair_sections(result, pair, real, synthetic, pooled, checks),
        results={"comparison": result if len(result.sets) == 2 else pair, "checks": checks},
        folder=folder,
    )
    write_tables(comparison_tables(pair), folder)
    sheets = {folder / f"examples-{side}.png": each for side, each in (("real", real), ("synthetic", synthetic))}
    pictured = {path: each.examples() for path, each in sheets.items() if each.faceset}
    for path, examples in pictured.items():
        write_contact_sheet(examples, path)
    return replace(report, pngs=(*report.pngs, *pictured))


def _attributes(pair: Comparison, drift: AttributeDrift, real: _Shown, synthetic: _Shown) -> list[Section]:
    pictures = real.rows(drift.lacking.rows) | synthetic.rows(drift.added.rows)
    names = {"real": real.name, "synthetic": synthetic.name}
    first, second = real.annotated(), synthetic.annotated()
    most_confident = most_confident_section(drift.each, real=first, synthetic=second)
    anchors = attribute_face_anchors(drift.each)
    if not drift.validated:
        # The rest would be findings, with intervals, of what nobody knows to be right; results.json has it, marked so.
        alone = [
            attributes_section(pair, drift.each, anchors=anchors),
            attribute_faces_section(drift.each, real=first, synthetic=second),
        ]
        return _with_caution(alone, drift)
    sections = [
        divergence_section(drift.joint, **names),
        attributes_section(pair, drift.each, anchors=anchors),
        *([most_confident] if most_confident else []),
        attribute_faces_section(drift.each, real=first, synthetic=second),
        combinations_section(drift.lacking, drift.added, **names, examples=pictures),
        attribute_pairs_section(drift.together, **names, anchors=anchors),
    ]
    return _with_caution(sections, drift)


def _with_caution(sections: Sequence[Section], drift: AttributeDrift) -> list[Section]:
    """The sections about attributes, with what isn't known of these above the first; gray where nothing is."""
    if not drift.cautions:
        return list(sections)
    banner = fill_template("comparison/caution.html", drift=drift)
    gray = [
        section
        if drift.validated
        else replace(section, body=Markup('<div class="unvalidated">{}</div>').format(section.body))
        for section in sections
    ]
    return [replace(gray[0], body=banner + gray[0].body), *gray[1:]]


def _with_embedder_caution(sections: Sequence[Section], caution: str | None) -> list[Section]:
    """The sections about embeddings, above the first on which images nobody has validated their network."""
    if caution is None:
        return list(sections)
    banner = Markup('<div class="banner" role="note"><p>{}</p></div>\n').format(caution)
    return [replace(sections[0], body=banner + sections[0].body), *sections[1:]]


def _embeddings(
    pair: Comparison, drift: EmbeddingDrift, real: _Shown, synthetic: _Shown, embedding: str
) -> list[Section]:
    pictured = drift.fidelity.novelty and real.faceset and synthetic.faceset
    closest = drift.fidelity.novelty.closest if drift.fidelity.novelty and pictured else ()
    seen = real.embedded([one.real for one in closest]) | synthetic.embedded([one.synthetic for one in closest])
    pairs = [
        PairIds(seen[(real.name, one.real)].image_id, seen[(synthetic.name, one.synthetic)].image_id) for one in closest
    ]
    return [
        fidelity_section(
            drift.fidelity,
            real=real.name,
            synthetic=synthetic.name,
            embedding=embedding,
            words=pair.words,
            pictures={(name, example.image_id): example for (name, _), example in seen.items()},
            pairs=pairs,
        ),
        scores_section(pair, drift.scores, embedding=embedding),
    ]


def _identities(pair: Comparison, real: _Shown, synthetic: _Shown) -> Section:
    inconsistent: dict[str, list[Inconsistent]] = {}
    pictures: dict[tuple[str, int], Example] = {}
    for one in (real, synthetic):
        labeled = one.compared.people.labeled
        trusted = tuple(name for name in labeled.attributes if labeled.validity.trusts(name)) if labeled else ()
        people = inconsistent_people(labeled.only(trusted)) if labeled and trusted else []
        inconsistent[one.name] = people
        pictures |= one.labeled([row for person in people for row in person.rows])
    return identities_section(
        (real.name, synthetic.name),
        pair.identities,
        inconsistent=inconsistent,
        pictures=pictures,
        doubted=_doubted(
            [real, synthetic], [each.name for each in pair.attributes.each.compared] if pair.attributes else ()
        ),
    )


def _clusters(clustering: Clustering, shown: Sequence[_Shown]) -> Section:
    wanted = cluster_rows(clustering)
    pictures: dict[tuple[str, int], Example] = {}
    for one in shown:
        pictures |= one.labeled(wanted[one.name])
    return clusters_section(clustering, pictures, doubted=_doubted(shown, clustering.attributes))


def _doubted(shown: Sequence[_Shown], attributes: Sequence[str]) -> tuple[str, ...]:
    """The attributes for which the annotator of some set isn't validated on its images."""
    layers = [labeled.validity for one in shown if (labeled := one.compared.people.labeled)]
    return tuple(name for name in attributes if not all(validity.trusts(name) for validity in layers))


def _places(result: Comparisons) -> list[str]:
    """A folder for each full comparison: named after the second set, or after both where neither is the first set."""
    first = result.sets[0].name
    names = [
        pair.synthetic.name if pair.real.name == first else f"{pair.real.name} and {pair.synthetic.name}"
        for pair in result.pairs
    ]
    return folder_names(names)


def folder_names(names: Sequence[str]) -> list[str]:
    """Names of folders for what has other names, which may hold what a folder's can't."""
    return numbered(re.sub(r"[^\w.-]+", "-", name).strip("-.") or "set" for name in names)


def _examples(real: _Shown, synthetic: _Shown) -> Section:
    """The two sets' examples, one grid after the other."""
    grids = [(each.name, each.examples()) for each in (real, synthetic)]
    return Section("examples", "Example faces", fill_template("comparison/examples.html", grids=grids))


def method_section(comparison: Comparison, *, labels: str | None, embedding: str | None) -> Section:
    """Method and caveats.

    Args:
        comparison: of two sets.
        labels: what the attributes are from.
        embedding: the name of the embeddings.
    """
    body = fill_template(
        "comparison/method.html", comparison=comparison, labels=labels, embedding=embedding, bins=BINS, groups=GROUPS
    )
    return Section("method", "Method and caveats", body)
