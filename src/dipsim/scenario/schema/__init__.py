"""What a scenario file may hold: one model per part."""
