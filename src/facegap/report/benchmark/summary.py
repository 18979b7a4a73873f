"""The recognizers' results in sentences and tables, and what the recognizers are."""

from collections.abc import Mapping, Sequence

from facegap.benchmark import ModelDifference, ProtocolResult, VerificationResult
from facegap.models import ModelCard
from facegap.report.numbers import percent
from facegap.report.page.section import Section, render
from facegap.report.page.tables import Table

_SURE = 1e-3


def summary_section(
    results: Sequence[ProtocolResult], cards: Mapping[str, ModelCard], tables: Mapping[str, Table]
) -> Section:
    """The headline, all numbers in tables, and the recognizers' cards."""
    body = render("benchmark/summary.html", findings=benchmark_findings(results), tables=tables, cards=cards)
    return Section("summary", "Summary", body)


def benchmark_findings(results: Sequence[ProtocolResult]) -> list[str]:
    """The result as sentences."""
    return [sentence for result in results for sentence in (*_alone(result), *_compared(result))]


def _alone(result: ProtocolResult) -> list[str]:
    sentences = []
    for model in result.models:
        sentences += [f"{model.model} {_told(found)}{_missed(found)}." for found in model.verifications]
        sentences += [
            f"{model.model} finds {percent(found.hits[0].share)} of {found.mated:,} mated probes of {found.name} at "
            f"rank 1 in a gallery of {found.gallery:,} people."
            for found in model.identifications
            if found.hits
        ]
    return sentences


def _told(found: VerificationResult) -> str:
    if found.accuracy:
        return f"classifies {percent(found.accuracy.mean)} of the pairs of {found.task} correctly"
    return f"has an equal error rate of {percent(found.eer)} on {found.task}"


def _missed(found: VerificationResult) -> str:
    missed = next((point.fnmr for point in found.points if point.level == _SURE), None)
    if missed is None:
        return ""
    return f"; its FNMR at an FMR of 0.1 % is {percent(missed)}"


def _compared(result: ProtocolResult) -> list[str]:
    return [_difference(difference) for difference in result.differences]


def _difference(found: ModelDifference) -> str:
    result = found.result
    measure, difference = ("accuracy", result.accuracy) if result.accuracy else ("equal error rate", result.eer)
    estimate, chance = difference.estimate, f"(p = {difference.p:.2g})"
    if not (estimate.low > 0 or estimate.high < 0):
        return f"On {result.task}, {found.first} and {found.second} do not differ clearly in {measure} {chance}."
    better = (estimate.value > 0) == (measure == "accuracy")
    way = "higher" if estimate.value > 0 else "lower"
    return (
        f"On {result.task}, {found.second} is {'better' if better else 'worse'} than {found.first}: its {measure} is "
        f"{abs(100 * estimate.value):.2f} points {way} {chance}."
    )
