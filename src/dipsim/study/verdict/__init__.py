"""Does it stabilise or escalate the region? Paired runs with and without it."""
