"""``facegap benchmark protocols``: the protocols that there are."""

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


def list_protocols(as_json: AsJson = False) -> None:
    """List the protocols that are known, and which files each looks for."""
    from facegap.benchmark import known_protocols

    protocols = {name: f"{kind.summary}\n{kind.layout}" for name, kind in sorted(known_protocols.items())}
    print_result(protocols, as_json=as_json)
