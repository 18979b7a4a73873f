"""``facegap info``: what a face set is and holds."""

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, SetPath


def info(path: SetPath, as_json: AsJson = False) -> None:
    """Say what a face set is, which layers it has, and where it comes from: sets, networks, licenses."""
    import facegap

    described = facegap.describe(path, progress=True, tell=echo)
    if as_json:
        print_result(described.facts(), as_json=True)
    else:
        facts = described.set_facts() | {
            "layers": described.layer_lines(),
            "lineage": described.lineage_lines(),
        }
        unfinished = described.faceset.unfinished()
        print_result(facts | ({"unfinished": unfinished} if unfinished else {}), as_json=False)
    exit_with(*described.runs)
