"""Daft, made ready: on this machine, or on a Ray cluster."""

from __future__ import annotations

import logging
import os

import daft

from enligt.errors import BatchError

#: The address that means: a Ray of our own on this machine, for the time of the run.
LOCAL_RAY = "local"
#: Pieces into which a table is cut that goes round between the workers. Daft's own number, 200, is for large clusters:
#: joins of small tables on two workers take minutes with it.
PARTITIONS_A_WORKER = 2


def start(ray: str | None, workers: int) -> int:
    """Make Daft run natively, or on the Ray at an address; the number of workers, where 0 means one a core.

    Raises ``BatchError`` if Ray is not installed, or nobody answers at the address.
    """
    # Each worker has one core: more threads in it would only be in each other's way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    if ray is None:  # Daft runs natively unless it is told otherwise
        return workers or os.cpu_count() or 1
    return _start_ray(ray, workers)


def _start_ray(address: str, workers: int) -> int:
    try:
        import ray
    except ImportError as error:
        raise BatchError("--ray", "Ray is not installed", "pip install 'enligt[ray]'") from error
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    cores = (workers or os.cpu_count()) if address == LOCAL_RAY else None
    try:
        ray.init(address, num_cpus=cores, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise BatchError(
            f"--ray {address}", f"no Ray cluster is found there ({error})", f"start one, or take {LOCAL_RAY}"
        ) from error
    daft.set_runner_ray(noop_if_initialized=True)
    count = workers or int(ray.cluster_resources().get("CPU", 1))
    daft.set_execution_config(shuffle_aggregation_default_partitions=PARTITIONS_A_WORKER * count)
    return count
