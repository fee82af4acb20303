"""A process that ends in the middle of a flow, in the way its argument names."""

import os
import signal
import sys
import time

from prefect import flow, task
from prefect.events.worker import EventsWorker

ways = {
    "exits": lambda: os._exit(7),
    "is-killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "is-terminated": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "is-interrupted": lambda: os.kill(os.getpid(), signal.SIGINT),
}
way = sys.argv[1]


@task
def finished() -> str:
    return "finished before the end of the process"


@flow(name=f"crashes-process-{way}")
def crashing() -> None:
    finished()
    # What the task reported and logged leaves the process before the process goes.
    EventsWorker.instance().wait_until_empty()
    # Logs go every two seconds.
    time.sleep(5)
    ways[way]()
    time.sleep(30)


crashing()
