"""What is elsewhere, on loopback: a Dask cluster of two workers, and a store that speaks as S3."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1"}
_ADDRESS = re.compile(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
_ON_LOOPBACK = ["--host", "127.0.0.1", "--no-dashboard"]


@contextmanager
def dask_cluster() -> Iterator[str]:
    """Yield the address of a scheduler that has two workers, each a process of its own."""
    words = ["scheduler", *_ON_LOOPBACK, "--port", "0"]
    with _started(*words) as scheduler:
        assert scheduler.stderr
        found = (_ADDRESS.search(line) for line in scheduler.stderr)
        address = next(each[1] for each in found if each)
        workers = ["worker", address, *_ON_LOOPBACK, "--nworkers", "2", "--nthreads", "1"]
        with _started(*workers):
            yield address


@contextmanager
def _started(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "dask", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.terminate()
            running.communicate()


@contextmanager
def s3() -> Iterator[dict[str, str]]:
    """Yield the environment in which s3:// leads to a server here, with no bucket yet."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield {**KEYS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    finally:
        server.stop()
