"""Results on disk: tables, manifests, hashes, whole or not at all."""
