"""Looking at a result: figures, the one-screen summary and the self-contained page."""
