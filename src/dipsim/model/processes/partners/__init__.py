"""Who cooperates with whom: ties between nations, the wishes of two, claims, and acts that become a habit."""
