"""``python -m dipsim`` is the command ``dipsim``, without the current folder, which Python puts first on the path."""

if __name__ == "__main__":
    import os
    import sys

    if sys.path and not sys.flags.safe_path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]

    from dipsim.cli.app import main

    main()
