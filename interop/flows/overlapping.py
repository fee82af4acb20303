"""A process that serves a flow that takes longer than the time between two dates of its schedule."""

import time

from prefect import flow, get_run_logger, runtime


@flow(name="overlapping")
def overlapping(seconds: float = 6) -> None:
    get_run_logger().info("meant for %s", runtime.flow_run.scheduled_start_time.isoformat())
    time.sleep(seconds)


if __name__ == "__main__":
    overlapping.serve(name="d", interval=4, limit=5)
