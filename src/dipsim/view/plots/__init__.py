"""One figure per file: NAME, TITLE, ORDER, ``figure(result, ...)`` and ``data(result, ...)``.

`dipsim.view.figures` finds them, so adding a figure is adding one file.
"""
