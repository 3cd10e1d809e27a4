"""The settled start: accounts and stocks where the habits at the start would keep them, with trust held as given."""
