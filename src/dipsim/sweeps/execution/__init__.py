"""Computing the shards of a sweep."""
