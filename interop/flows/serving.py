"""A process that serves flows for whoever starts them (`serving.py serve`)."""

import os
import signal
import time
from datetime import datetime, timedelta, timezone

from prefect import flow, get_run_logger, runtime, serve, suspend_flow_run, task
from prefect.deployments import run_deployment
from prefect.input import RunInput


# A process sends its logs every two seconds; what ends before loses them or not, as chance has it.
LOGS_ARE_SENT = 5


class Amount(RunInput):
    amount: int


@task
def double(number: int) -> int:
    return number * 2


@flow(name="serving-plain", description="Doubles a number.")
def plain(number: int = 1, label: str | None = None) -> int:
    get_run_logger().info("deployed as %s with %s", runtime.deployment.name, runtime.flow_run.parameters)
    return double(number)


@flow(name="timetable")
def timetable(number: int = 1) -> int:
    return double(number)


@flow(name="serving-ticking")
def ticking(number: int) -> int:
    return double(number)


@flow(name="serving-failing")
def failing() -> None:
    raise RuntimeError("this flow always fails")


@flow(name="serving-exiting")
def exiting() -> None:
    time.sleep(LOGS_ARE_SENT)
    os._exit(3)


@flow(name="serving-killed")
def killed() -> None:
    time.sleep(LOGS_ARE_SENT)
    os.kill(os.getpid(), signal.SIGKILL)


@flow(name="serving-terminated")
def terminated() -> None:
    time.sleep(LOGS_ARE_SENT)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(30)


def say_cancelled(flow, flow_run, state) -> None:
    print(f"the hook saw {state.name}")


@flow(name="serving-endless", on_cancellation=[say_cancelled])
def endless() -> None:
    while True:
        time.sleep(0.1)


@flow(name="serving-suspending", persist_result=True)
def suspending() -> int:
    answer = suspend_flow_run(wait_for_input=Amount, key="amount")
    return double(answer.amount)


@flow(name="serving-calling")
def calling() -> str:
    run = run_deployment("serving-plain/served", parameters={"number": 21}, timeout=60, poll_interval=1)
    return run.state.name


def deployments():
    yield plain.to_deployment("served", parameters={"number": 5}, tags=["served"], description="On demand.", version="1.2.3")
    yield timetable.to_deployment("by-interval", interval=timedelta(days=2), paused=False)
    yield timetable.to_deployment("by-cron", cron="30 7 * * 1-5", concurrency_limit=2)
    yield timetable.to_deployment("by-rrule", rrule="DTSTART:20260101T060000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH")
    soon = datetime.now(timezone.utc) + timedelta(seconds=25)
    twice = f"DTSTART:{soon:%Y%m%dT%H%M%SZ}\nRRULE:FREQ=SECONDLY;INTERVAL=2;COUNT=2"
    yield ticking.to_deployment("twice", rrule=twice, parameters={"number": 7}, tags=["ticking"])
    for served in (failing, exiting, killed, terminated, endless, suspending, calling):
        yield served.to_deployment("served")


if __name__ == "__main__":
    serve(*deployments(), limit=6, print_starting_message=True)
