"""Which two blocs would form: the landscape of aggregation of a matrix, and of a running scenario."""
