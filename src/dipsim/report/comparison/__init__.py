"""Two results side by side: how much the second differs from the first, and the page that shows it."""
