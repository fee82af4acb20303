"""Retries that really happen: of tasks, with and without delay, of flows, and retries that are used up."""

from prefect import flow, task
from prefect.runtime import flow_run, task_run

attempts: dict[str, int] = {}


def fail_before(name: str, last: int) -> int:
    """Counts an attempt, and fails unless it is the last one that may be needed."""
    attempts[name] = attempts.get(name, 0) + 1
    if attempts[name] < last:
        raise ConnectionError(f"attempt {attempts[name]} of {name} failed")
    return attempts[name]


@task(retries=2)
def flaky() -> int:
    assert task_run.run_count == attempts.get("flaky", 0) + 1
    return fail_before("flaky", 3)


@task(retries=1, retry_delay_seconds=0.5)
def patient() -> int:
    return fail_before("patient", 2)


@task(retries=1)
def hopeless() -> int:
    return fail_before("hopeless", 99)


@task(retries=3, retry_condition_fn=lambda *_: False)
def given_up() -> int:
    return fail_before("given up", 99)


@flow(name="retries-of-tasks")
def of_tasks() -> None:
    assert flaky() == 3
    assert patient() == 2
    assert hopeless(return_state=True).is_failed()
    assert given_up(return_state=True).is_failed()
    assert attempts == {"flaky": 3, "patient": 2, "hopeless": 2, "given up": 1}


@task
def step() -> int:
    return fail_before("step", 2)


@flow(name="retries-of-a-flow", retries=2)
def of_a_flow() -> int:
    assert flow_run.run_count == attempts.get("step", 0) + 1
    return step()


@flow(name="retries-with-a-delay", retries=1, retry_delay_seconds=1)
def with_a_delay() -> int:
    return fail_before("with a delay", 2)


@flow(name="retries-used-up", retries=1)
def used_up() -> int:
    return fail_before("used up", 99)


if __name__ == "__main__":
    of_tasks()
    assert of_a_flow() == 2
    assert with_a_delay() == 2
    assert used_up(return_state=True).is_failed()
    assert attempts["used up"] == 2
