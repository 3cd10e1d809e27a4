"""Parts of the page about a result: each module turns tables into text, a table and the data of its chart."""
