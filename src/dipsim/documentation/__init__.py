"""What describes a scenario: evidence, references, the ODD text."""
