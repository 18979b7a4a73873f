"""What the annotator found, beside what the rendered sets know of themselves."""

from facegap.compare import Confirmation
from facegap.report.section import Section, render

_VERDICTS = {
    "confirmed": "confirmed",
    "reversed": "the other way round",
    "missed": "not seen",
    "invented": "not so",
    "silent": "never answered",
    "alike": "no difference",
}


def confirmed(found: Confirmation, *, layer: str) -> Section:
    """The differences by the annotator and by the truth, attribute by attribute.

    Args:
        found: both.
        layer: that of the annotator.
    """
    rows = [(one, _VERDICTS[one.verdict]) for one in found.attributes]
    clear = sum(one.true.clear for one in found.attributes)
    body = render("confirmed.html", found=found, rows=rows, layer=layer, clear=clear)
    return Section("confirmed", "What the truth says of it", body)
