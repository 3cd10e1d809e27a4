"""Many runs: blocks, worker processes, traces of single runs."""
