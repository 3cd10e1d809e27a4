"""The live page of ``dipsim view``: a region that is run, stepped, changed and played in a browser on this machine."""
