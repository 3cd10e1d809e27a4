"""The commands, one file each, named after the file; see ``dipsim.cli.app``."""
