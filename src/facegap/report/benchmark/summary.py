"""The recognizers' results in sentences and tables, and what the recognizers are."""

from collections.abc import Mapping, Sequence

from facegap.benchmark import IdentificationResult, ModelDifference, ProtocolResult, VerificationResult
from facegap.models import ModelCard
from facegap.report.numbers import percent
from facegap.report.page.section import Section, fill_template
from facegap.report.page.tables import Table

_SURE = 1e-3
_NAMED = 3  # of the images that a face set lacks; results.json has all


def summary_section(
    results: Sequence[ProtocolResult], cards: Mapping[str, ModelCard], tables: Mapping[str, Table]
) -> Section:
    """The headline, all numbers in tables, and the recognizers' cards."""
    body = fill_template("benchmark/summary.html", findings=benchmark_findings(results), tables=tables, cards=cards)
    return Section("summary", "Summary", body)


def benchmark_findings(results: Sequence[ProtocolResult]) -> list[str]:
    """The result as sentences."""
    return [sentence for result in results for sentence in (*_alone(result), *_compared(result))]


def _alone(result: ProtocolResult) -> list[str]:
    sentences = []
    for model in result.models:
        sentences += [
            sentence
            for task_result in model.verifications
            for sentence in (
                f"{model.model} {_told(task_result)}{_missed(task_result)}.",
                *_skipped(task_result, missing=model.missing),
            )
        ]
        sentences += [
            f"{model.model} finds {percent(task_result.hits[0].share)} of {task_result.mated:,} mated probes of "
            f"{task_result.name} at rank 1 in a gallery of {task_result.gallery:,} people{_failed(task_result)}."
            for task_result in model.identifications
            if task_result.hits
        ]
    return [*sentences, *([_lacking(result)] if result.lacking else [])]


def _lacking(result: ProtocolResult) -> str:
    count, some = len(result.lacking), ", ".join(result.lacking[:_NAMED])
    named = f"{some}, …" if count > _NAMED else some
    return (
        f"The face set {result.face_set} lacks {count:,} of the {result.images:,} images of {result.protocol} "
        f"({named}); they count as images without an embedding."
    )


def _told(task_result: VerificationResult) -> str:
    pairs = "compared pairs" if task_result.skipped else "pairs"
    if task_result.accuracy:
        return f"classifies {percent(task_result.accuracy.mean)} of the {pairs} of {task_result.task} correctly"
    return f"has an equal error rate of {percent(task_result.eer)} on the {pairs} of {task_result.task}"


def _skipped(task_result: VerificationResult, *, missing: int) -> list[str]:
    """What was left out of the numbers, and what they are with it."""
    if not task_result.skipped:
        return []
    pairs = task_result.mated + task_result.non_mated + task_result.skipped
    sure = next((point for point in task_result.points if point.level == _SURE), None)
    rates = [
        *([f"accuracy is {percent(task_result.accuracy.of_all)}"] if task_result.accuracy else []),
        *([f"FNMR at an FMR of 0.1 % is {percent(sure.fnmr_of_all)}"] if sure and sure.fnmr_of_all else []),
    ]
    counted = f" Counted as wrong: {', '.join(rates)}." if rates else ""
    return [
        f"Left out of these: {task_result.skipped:,} of the {pairs:,} pairs of {task_result.task}, "
        f"{task_result.skipped_mated:,} of them mated (images of the protocol without an embedding: {missing:,})."
        + counted
    ]


def _failed(task_result: IdentificationResult) -> str:
    """How many misses are images that can't be compared, and the rate without them."""
    first = task_result.hits[0]
    if not (task_result.failed_mated or task_result.failed_gallery):
        return ""
    return (
        f"; without an embedding, and counted as misses: {task_result.failed_mated:,} of these probes and "
        f"{task_result.failed_gallery:,} of the gallery; of those compared it finds {percent(first.of_compared)}"
    )


def _missed(task_result: VerificationResult) -> str:
    missed = next((point.fnmr for point in task_result.points if point.level == _SURE), None)
    if missed is None:
        return ""
    return f"; its FNMR at an FMR of 0.1 % is {percent(missed)}"


def _compared(result: ProtocolResult) -> list[str]:
    return [_difference(difference) for difference in result.differences]


def _difference(compared: ModelDifference) -> str:
    result = compared.result
    measure, difference = ("accuracy", result.accuracy) if result.accuracy else ("equal error rate", result.eer)
    estimate, chance = difference.estimate, f"(p = {difference.p:.2g})"
    if not (estimate.low > 0 or estimate.high < 0):
        return f"On {result.task}, {compared.first} and {compared.second} do not differ clearly in {measure} {chance}."
    better = (estimate.value > 0) == (measure == "accuracy")
    way = "higher" if estimate.value > 0 else "lower"
    return (
        f"On {result.task}, {compared.second} is {'better' if better else 'worse'} than {compared.first}: its "
        f"{measure} is {abs(100 * estimate.value):.2f} points {way} {chance}."
    )
