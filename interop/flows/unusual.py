"""What people do less often: tasks that yield, that call tasks and flows, processes that exit, parameters of every kind."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import AsyncGenerator, Generator

from prefect import allow_failure, flow, get_run_logger, tags, task, unmapped
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.asyncio import concurrency, rate_limit
from prefect.events import emit_event
from prefect.futures import as_completed, wait
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed, Crashed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import BaseModel, SecretStr

attempts: dict[str, int] = {}


def attempt(name: str) -> int:
    attempts[name] = attempts.get(name, 0) + 1
    return attempts[name]


@task
def count_up(last: int) -> Generator[int, None, None]:
    for number in range(last):
        yield number


@task
async def count_up_slowly(last: int) -> AsyncGenerator[int, None]:
    for number in range(last):
        await asyncio.sleep(0)
        yield number


@task
def breaks_off() -> Generator[int, None, None]:
    yield 1
    raise ValueError("nothing more to yield")


@flow(name="unusual-generators")
async def generators() -> int:
    total = sum(count_up(4))
    async for number in count_up_slowly(3):
        total += number
    with suppress(ValueError):
        list(breaks_off())
    for number in count_up(9):
        if number == 2:
            break
    return total


@flow(name="unusual-generator-flow")
def generator_flow() -> Generator[int, None, None]:
    yield from (1, 2, 3)


@task
def inner(number: int) -> int:
    if number == 2:
        raise ArithmeticError("two is not allowed")
    return number * 10


@task(task_run_name="outer-{number}")
def outer(number: int) -> int:
    return inner(number)


@task
def add_up(numbers: list[object]) -> int:
    return sum(number for number in numbers if isinstance(number, int))


@flow(name="unusual-mapped", task_runner=ThreadPoolTaskRunner(max_workers=2))
def mapped() -> int:
    numbers = outer.map([1, 2, 3])
    states = [future.state for future in wait(numbers).not_done] or [future.wait() for future in numbers]
    assert states == [None, None, None]
    return add_up.submit([allow_failure(number) for number in numbers]).result()


@flow(name="unusual-child", flow_run_name=lambda: f"child of {flow_run.parameters['number']}")
def child(number: int) -> int:
    if number == 2:
        raise ArithmeticError("two is not allowed here either")
    return number


@task
def starts_child(number: int) -> int:
    return child(number)


@flow(name="unusual-mapped-children", task_runner=ThreadPoolTaskRunner(max_workers=1))
def mapped_children() -> list[str]:
    return [future.wait() or future.state.name for future in starts_child.map([1, 2])]


@task(timeout_seconds=0.4, retries=2, retry_delay_seconds=[0, 0.1], retry_jitter_factor=0.1)
def slow_at_first() -> int:
    if attempt("slow at first") == 1:
        for _ in range(20):
            time.sleep(0.1)
    return attempts["slow at first"]


def is_worth_it(task: object, run: object, state: object) -> bool:
    return attempts["choosy"] < 2


@task(retries=5, retry_condition_fn=is_worth_it, retry_delay_seconds=lambda count: [0] * count)
def choosy() -> None:
    attempt("choosy")
    raise ConnectionError("gone away")


@flow(name="unusual-retries", retries=1)
def retries() -> int:
    number = slow_at_first()
    with suppress(ConnectionError):
        choosy()
    if attempt("retries") == 1:
        raise RuntimeError("once more, with all of it")
    return number


@task(tags=["unusual"])
async def waits(seconds: float) -> float:
    async with concurrency("unusual-limit-nobody-made", occupy=1):
        await rate_limit("unusual-rate-nobody-made")
        await asyncio.sleep(seconds)
    return seconds


@flow(name="unusual-concurrency")
async def concurrent() -> list[float]:
    first = waits.submit(0.2)
    futures = waits.map([0.1, 0.05])
    done = [future.result() for future in as_completed([first, *futures])]
    return sorted([*done, *await asyncio.gather(waits(0.01), waits(0.02))])


class Color(Enum):
    RED = "red"


@dataclass
class Point:
    x: int
    y: float


class Order(BaseModel):
    what: str
    when: datetime
    secret: SecretStr = SecretStr("hidden")
    points: list[Point] = []


@flow(name="unusual-parameters", validate_parameters=True)
def parameters(
    order: Order,
    color: Color = Color.RED,
    day: date = date(2026, 2, 28),
    span: timedelta = timedelta(hours=1.5),
    price: Decimal = Decimal("1.10"),
    path: Path = Path("/tmp/unusual"),
    words: set[str] = frozenset({"one"}),
    pair: tuple[int, str] = (1, "a"),
    anything: object = None,
    *,
    number: float = 1e-300,
) -> str:
    return f"{order.points[0].x} {color.name} {day} {span} {price} {path} {words} {pair} {number}"


@flow(name="unusual-parameters-unchecked", validate_parameters=False)
def parameters_unchecked(number: int, *numbers: int) -> int:
    return number


def tells(name: str):
    def hook(flow: object, run: object, state: object) -> None:
        print(name, state.name)

    return hook


@task(on_completion=[lambda task, run, state: None], on_failure=[lambda task, run, state: 1 / 0])
def with_broken_hook() -> None:
    raise ValueError("and then the hook fails too")


@flow(name="unusual-hooks", on_running=[tells("running")], on_failure=[tells("failure")], on_completion=[tells("completion")])
def hooks() -> None:
    with_broken_hook()


@flow(name="unusual-exit")
def exits() -> None:
    raise SystemExit(3)


@task
def exits_too() -> None:
    raise KeyboardInterrupt()


@flow(name="unusual-exit-of-a-task")
def exit_of_a_task() -> None:
    exits_too()


@flow(name="unusual-states-of-a-child")
def child_with(which: str):
    return {"cancelled": Cancelled, "crashed": Crashed, "named": Completed, "failed": Failed}[which](name=which.title(), message=which)


@flow(name="unusual-states")
def states():
    told = []
    for which in ("cancelled", "crashed", "named", "failed"):
        told.append(child_with(which, return_state=True))
    return told


@task
def slow() -> None:
    for _ in range(50):
        time.sleep(0.1)


@flow(name="unusual-timeout", timeout_seconds=0.5, retries=1)
def out_of_time() -> None:
    slow()


@task
def gives(value: object) -> object:
    return value


@task
def takes(*values: object, **named: object) -> int:
    return len(values) + len(named)


@flow(name="unusual-inputs")
def inputs() -> int:
    one, two = gives.submit(1), gives.submit({"a": [2]})
    first = takes.submit({"deep": [one, (two, {"x": two})]}, {one}, named=one, wait_for=[two])
    again = takes.submit(first, [], two.result(), unmapped(5))
    later = takes(again, wait_for=[first, one])
    return later


@task(cache_policy=NO_CACHE, persist_result=False)
def reports(last: int) -> None:
    progress = create_progress_artifact(progress=0.0, key="unusual-progress", description="slow")
    for step in range(1, last + 1):
        update_progress_artifact(artifact_id=progress, progress=100.0 * step / last)
    create_table_artifact(table=[{"step": step, "note": "ü ✓"} for step in range(last)], key="unusual-steps")


@flow(name="unusual-ünïcode ✓", description="日本語 – \"quoted\" \\ back", version="½")
def words(text: str = "naïve 🚀\t\n\\u0041") -> str:
    logger = get_run_logger()
    logger.warning("a\tb\n%s", text)
    logger.error("x" * 2000)
    print("printed, but not logged")
    with tags("ünïque", "a/b", "with space"):
        reports(3)
    emit_event("unusual.happened", resource={"prefect.resource.id": "unusual.thing.1", "ü": "ä"}, payload={"deep": [{"x": None}]})
    return text


@flow(name="unusual-threads", log_prints=True)
def threads() -> list[int]:
    print("printed, and logged")
    with ThreadPoolExecutor(max_workers=1) as pool:
        return list(pool.map(child, [5, 6]))


def must_not_end(call) -> None:
    try:
        call()
    except BaseException as error:
        print(type(error).__name__)
    else:
        raise AssertionError("it should have raised")


if __name__ == "__main__":
    assert asyncio.run(generators()) == 9
    assert list(generator_flow()) == [1, 2, 3]
    assert mapped() == 40
    assert mapped_children() == ["Completed", "Failed"]
    assert retries() == 3
    assert asyncio.run(concurrent()) == [0.01, 0.02, 0.05, 0.1, 0.2]
    order = Order(what="tea", when=datetime(2026, 3, 4, tzinfo=timezone.utc), points=[Point(1, 2.5)])
    parameters(order, anything={"a": float("inf"), "b": b"\x00\xff"})
    parameters_unchecked("no number", 1, 2)
    must_not_end(hooks)
    must_not_end(exits)
    must_not_end(exit_of_a_task)
    states(return_state=True)
    must_not_end(out_of_time)
    assert inputs() == 1
    words()
    threads()
