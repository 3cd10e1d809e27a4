"""One figure per file: NAME, TITLE, ORDER, ``figure(result, ...)`` and ``data(result, ...)``.

`dipsim.report.figure_registry` finds them, so adding a figure is adding one file.
"""
