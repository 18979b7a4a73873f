"""One protocol: DET curves, scores, operating points, folds, galleries and paired differences."""

from facegap.benchmark import ProtocolResult
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.error_rates import PALETTE, Det, Roc, Tradeoff
from facegap.report.figures.figure import Figure
from facegap.report.page.section import Section, fill_template


def recognition_section(result: ProtocolResult) -> Section:
    """All that was found on one protocol."""
    figures: list[Figure] = []
    verified = [(model.model, task_result) for model in result.models for task_result in model.verifications]
    if verified:
        lines = _tradeoffs(result)
        alt = f"{result.protocol}: false non-matches over false matches"
        figures.append(Det(f"{result.protocol}-det", f"DET curves of {alt}", lines))
        figures.append(Roc(f"{result.protocol}-roc", f"ROC curves of {alt}", lines))
    scores = [_scores(result, task) for task in dict.fromkeys(task_result.task for _, task_result in verified)]
    cmc = [_cmc(result)] if any(model.identifications for model in result.models) else []
    body = fill_template(
        "benchmark/recognition.html", result=result, tradeoffs=figures, scores=scores, cmc=cmc, verified=verified
    )
    return Section(result.protocol, f"Error rates on {result.protocol}", body, (*figures, *scores, *cmc))


def _tradeoffs(result: ProtocolResult) -> tuple[Tradeoff, ...]:
    named = [(model.model, task) for model in result.models for task in model.verifications]
    return tuple(
        Tradeoff(
            name=f"{model}, {task.task}",
            fmr=task.det.fmr.tolist(),
            fnmr=task.det.fnmr.tolist(),
            eer=task.eer.value,
            color=PALETTE[number % len(PALETTE)],
            dashed=number >= len(PALETTE),
        )
        for number, (model, task) in enumerate(named)
    )


def _scores(result: ProtocolResult, task: str) -> Curves:
    """Mated and non-mated scores of each recognizer on one task."""
    lines = []
    for number, model in enumerate(result.models):
        for task_result in model.verifications:
            if task_result.task == task:
                color = PALETTE[number % len(PALETTE)]
                strangers, mates = f"{model.model}: different people", f"{model.model}: same person"
                lines.append(Line.of_scores(strangers, task_result.non_mated_scores, color, dashed=True))
                lines.append(Line.of_scores(mates, task_result.mated_scores, color, dashed=False))
    return Curves(
        name=f"{task}-scores",
        alt=f"Mated and non-mated scores of {task}",
        x_label=f"cosine similarity, {task}",
        y_label="share of comparisons (bins of 0.01)",
        lines=tuple(lines),
    )


def _cmc(result: ProtocolResult) -> Curves:
    named = [(model.model, task) for model in result.models for task in model.identifications]
    lines = [
        Line(
            f"{model}, {task.name}",
            list(range(1, len(task.cmc) + 1)),
            task.cmc.tolist(),
            PALETTE[number % len(PALETTE)],
        )
        for number, (model, task) in enumerate(named)
    ]
    return Curves(
        name=f"{result.protocol}-cmc",
        alt=f"Cumulative match characteristic of {result.protocol}",
        x_label="rank",
        y_label="share of mated probes found by that rank",
        lines=tuple(lines),
    )
