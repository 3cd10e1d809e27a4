"""The documentation site: pages that stand in ``docs/``, pages made from code and data, and Sphinx over both."""
