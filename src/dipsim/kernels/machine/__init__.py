"""The machine under the model: what a process may use, how children start, folders that only this user can write to."""
