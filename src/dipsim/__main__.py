"""``python -m dipsim`` is the command ``dipsim``."""

from dipsim.cli.app import main

if __name__ == "__main__":
    main()
