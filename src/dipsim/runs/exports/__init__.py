"""Results in the forms of other programs: pandas, xarray and networkx, Gephi and Cytoscape, spreadsheets."""
