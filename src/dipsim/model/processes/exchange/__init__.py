"""Acts of exchange: proposed, allocated, licensed, and what they do."""
