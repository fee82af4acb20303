"""Flows inside flows: called in place, from a task, asynchronously side by side, failing, and retried."""

import asyncio

from prefect import flow, task

failures = iter([True, False])


@task
def shout(text: str) -> str:
    return text.upper()


@flow(name="subflows-child", flow_run_name="child {text}")
def child(text: str) -> str:
    return shout(text)


@flow(name="subflows-parent")
def parent() -> list[str]:
    return [child("one"), child("two")]


@flow(name="subflows-failing-child")
def failing_child() -> None:
    raise ValueError("the child cannot go on")


@flow(name="subflows-catching-parent")
def catching_parent() -> str:
    try:
        failing_child()
    except ValueError as error:
        return str(error)
    return "no error"


@flow(name="subflows-falling-parent")
def falling_parent() -> None:
    failing_child()


@flow(name="subflows-async-child", flow_run_name="async child {number}")
async def async_child(number: int) -> int:
    await asyncio.sleep(0.1)
    return number * 2


@flow(name="subflows-async-parent")
async def async_parent() -> list[int]:
    return await asyncio.gather(async_child(1), async_child(2))


@flow(name="subflows-retried-parent", retries=1)
def retried_parent() -> str:
    answer = child("kept")
    if next(failures):
        raise RuntimeError("the parent fails after its child has succeeded")
    return answer


if __name__ == "__main__":
    assert parent() == ["ONE", "TWO"]
    assert catching_parent() == "the child cannot go on"
    assert falling_parent(return_state=True).is_failed()
    assert sorted(asyncio.run(async_parent())) == [2, 4]
    assert retried_parent() == "KEPT"
