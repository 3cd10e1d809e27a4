"""A Slurm job array over the shards of a sweep: each job computes a share, needs no port, no service and no order."""

from __future__ import annotations

import math
import shlex
import sys

from dipsim.runs.storage.safe_names import slug
from dipsim.sweeps.execution.resources import plan
from dipsim.sweeps.storage.folder import Folder

NAME = "sweep.sbatch"
SPARE = 3.0  # times the time that is planned


def script(folder: Folder, jobs: int) -> str:
    """The text of the batch script for the sweep in ``folder``, split into ``jobs``. Every job may be killed, requeued
    or sent twice: finished shards are kept."""
    planned = plan(folder.experiment())
    jobs = min(jobs, folder.count)
    minutes = max(10, math.ceil(SPARE * planned.seconds / jobs / 60))
    megabytes = math.ceil(2 * planned.memory / 1e6)
    return f"""#!/bin/sh
#SBATCH --job-name=dipsim-{slug(folder.experiment().title)[:40]}
#SBATCH --array=1-{jobs}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem={megabytes}M
#SBATCH --time={minutes}
#SBATCH --requeue
#SBATCH --output={shlex.quote(str(folder.path))}/slurm-%A-%a.txt

# Computes share $SLURM_ARRAY_TASK_ID of {jobs}. Sending it again goes on where it stopped. When all are done:
#   dipsim sweep merge {shlex.quote(str(folder.path))}
{shlex.quote(sys.executable)} -P -m dipsim sweep resume {shlex.quote(str(folder.path))} \\
  --shard "$SLURM_ARRAY_TASK_ID/{jobs}" --workers "${{SLURM_CPUS_PER_TASK:-1}}" --quiet
"""
