"""Commands in this process, which spares the import that a process of their own begins with."""

from click.testing import Result
from typer.testing import CliRunner

from facegap.cli.app import app


def facegap(*arguments: object, code: int = 0) -> Result:
    ended = CliRunner(env={"COLUMNS": "120"}).invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert ended.exit_code == code, ended.stderr + ended.stdout
    return ended
