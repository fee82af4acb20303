"""A flow with a task and a log, that waits until its events have arrived."""

from prefect import flow, get_run_logger, task
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowFilter


@task
def secret_work() -> int:
    return 42


@flow(name="guarded")
def guarded() -> int:
    get_run_logger().info("kept from others")
    return secret_work()


if __name__ == "__main__":
    import time

    assert guarded() == 42
    with get_client(sync_client=True) as client:
        for _ in range(100):
            runs = client.read_task_runs(flow_filter=FlowFilter(name={"any_": ["guarded"]}))
            if runs and runs[0].state.is_completed():
                break
            time.sleep(0.1)
