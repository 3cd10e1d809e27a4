"""A folder of published files: what each data set is called and holds, and the checks of its tables."""
