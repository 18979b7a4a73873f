"""``python -m facegap`` and the ``facegap`` command."""

from facegap.cli.app import main

if __name__ == "__main__":
    main()
