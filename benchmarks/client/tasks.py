"""The same flow with the Python SDK: python tasks.py <calls>."""

import json
import sys
import time

from prefect import flow, task


@task
def increment(value: int) -> int:
    return value + 1


@flow
def count_up(times: int) -> float:
    value = 0
    start = time.perf_counter()
    for _ in range(times):
        value = increment(value)
    return (time.perf_counter() - start) * 1000 / times


if __name__ == "__main__":
    print(json.dumps({"millis": count_up(int(sys.argv[1]))}))
