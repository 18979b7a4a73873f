"""``python -m facegap`` and the ``facegap`` command."""

from facegap.cli.app import app

if __name__ == "__main__":
    app()
