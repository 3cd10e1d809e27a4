"""Where and under which assumptions a verdict turns."""
