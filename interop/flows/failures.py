"""Flows and tasks that fail, are caught, run out of time, get wrong parameters, or end as they say themselves."""

import asyncio
import time

from prefect import allow_failure, flow, task
from prefect.states import Cancelled, Completed, Failed


@task
def broken(reason: str) -> None:
    raise RuntimeError(f"broken because of {reason}")


@task
def fine() -> str:
    return "fine"


@task
def after(value: object) -> str:
    return f"got {type(value).__name__}"


@flow(name="failures-of-the-flow", description="Fails by itself.")
def of_the_flow() -> None:
    fine()
    raise KeyError("missing")


@flow(name="failures-of-a-task")
def of_a_task() -> None:
    broken("the test")


@flow(name="failures-caught")
def caught() -> str:
    try:
        broken("a caught error")
    except RuntimeError:
        return fine()
    return "not reached"


@flow(name="failures-upstream")
def upstream() -> tuple[str, str]:
    failed = broken.submit("an upstream error")
    left_out = after.submit(failed)
    let_through = after.submit(allow_failure(failed))
    left_out.wait()
    return left_out.state.name, let_through.result()


@flow(name="failures-of-states")
def of_states():
    return [fine(return_state=True), broken("one of two", return_state=True)]


@flow(name="failures-returned")
def returned():
    return Failed(message="decided to fail")


@flow(name="failures-cancelled")
def cancelled():
    return Cancelled(message="decided to stop")


@flow(name="failures-wrong-parameters")
def wrong_parameters(number: int) -> int:
    return number


@flow(name="failures-slow-flow", timeout_seconds=0.5)
async def slow_flow() -> None:
    await asyncio.sleep(30)


@task(timeout_seconds=0.5)
async def slow_task() -> None:
    await asyncio.sleep(30)


@flow(name="failures-slow-task")
async def with_slow_task():
    return await slow_task(return_state=True)


@task
def returns_failed_state():
    time.sleep(0)
    return Failed(message="the task decided to fail")


@flow(name="failures-ignored")
def ignored():
    returns_failed_state(return_state=True)
    return Completed(message="all the same")


if __name__ == "__main__":
    for failing in (of_the_flow, of_a_task, of_states, returned):
        assert failing(return_state=True).is_failed(), failing.name
    assert caught() == "fine"
    assert upstream() == ("NotReady", "got RuntimeError")
    assert cancelled(return_state=True).is_cancelled()
    assert wrong_parameters("no number", return_state=True).is_failed()
    assert asyncio.run(slow_flow(return_state=True)).name == "TimedOut"
    assert asyncio.run(with_slow_task(return_state=True)).is_failed()
    assert ignored(return_state=True).is_completed()
