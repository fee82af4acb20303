"""Flows of the everyday kind: one without tasks, tasks in order, mapped and submitted tasks, tags, logs and prints."""

from datetime import timedelta

from prefect import flow, get_run_logger, tags, task, unmapped
from prefect.futures import wait
from prefect.states import Completed


@flow(name="basics-plain", description="Adds two numbers.", version="7")
def plain(one: int, other: int = 2) -> int:
    return one + other


@task
def extract() -> list[int]:
    return [1, 2, 3]


@task(tags=["middle"], version="2", task_run_name="transform {factor}")
def transform(numbers: list[int], factor: int) -> list[int]:
    return [number * factor for number in numbers]


@task(name="load into nowhere")
def load(numbers: list[int]) -> int:
    return sum(numbers)


@flow(name="basics-three-tasks", flow_run_name="sum times {factor}")
def three_tasks(factor: int = 10) -> int:
    return load(transform(extract(), factor))


@task
def multiply(number: int, factor: int) -> int:
    return number * factor


@task
def total(numbers: list[int]) -> int:
    return sum(numbers)


@flow(name="basics-mapped")
def mapped() -> int:
    return total(multiply.map([1, 2, 3], unmapped(1000)))


@task
def first() -> str:
    return "the first result"


@task
def second(value: str) -> str:
    return value.upper()


@task
def third() -> str:
    return "done"


@flow(name="basics-submitted")
def submitted() -> str:
    start = first.submit()
    middle = [second.submit(start), second.submit("a literal")]
    end = third.submit(wait_for=middle)
    wait([start, *middle, end])
    return end.result()


@task(log_prints=False)
def quiet() -> None:
    print("printed to the terminal alone")
    get_run_logger().warning("logged by a task with %s", {"braces": True})


@flow(name="basics-logs", log_prints=True)
def logs() -> None:
    print("printed", "with", 3, "parts")
    get_run_logger().debug("too detailed by default")
    get_run_logger().info("çok güzel — 漢字 🙂")
    get_run_logger().error("two\nlines")
    quiet()


@flow(name="basics-tagged")
def tagged() -> None:
    with tags("inner"):
        extract()


@task(cache_key_fn=lambda *_: "always the same", persist_result=True, cache_expiration=timedelta(hours=1))
def cached() -> str:
    return "an expensive value"


@flow(name="basics-cached")
def caching() -> tuple[str, str]:
    return cached(), cached()


@flow(name="basics-own-state")
def own_state():
    return Completed(message="a message of its own", name="Perfect")


@flow(name="basics-nothing", persist_result=True)
async def nothing() -> None:
    return None


if __name__ == "__main__":
    import asyncio

    assert plain(one=40) == 42
    assert three_tasks() == 60
    assert mapped() == 6000
    assert submitted() == "done"
    logs()
    with tags("outer", "team:data"):
        tagged()
    caching()
    own_state()
    asyncio.run(nothing())
