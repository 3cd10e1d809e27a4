"""Trust: reading it, the evidence that moves it, what others think."""
