"""A worker that makes its pool, takes due runs from it and carries them out in processes of their own."""

import os
import signal
import subprocess
import sys
import time

from prefect import flow, get_client, task
from prefect.deployments import run_deployment
from prefect.states import Cancelling

pool = "working-pool"


@task
def double(number: int) -> int:
    return 2 * number


@flow(name="working-flow", log_prints=True)
def working(number: int = 1) -> int:
    assert os.environ["FROM_DEPLOYMENT"] == "yes"
    return double(number)


@flow(name="working-crash")
def crashing() -> None:
    os._exit(3)


@flow(name="working-endless")
def endless() -> None:
    while True:
        time.sleep(0.1)


command = [sys.executable, "-m", "prefect", "worker", "start", "--type", "process", "--pool", pool, "--name", "w"]


def work_once(*options: str) -> None:
    """Runs the command line's worker for one round."""
    subprocess.run([*command, "--run-once", *options], check=True)


def cancel_while_working() -> None:
    """Runs the worker until it has stopped a run that was cancelled."""
    worker = subprocess.Popen(command)
    run = run_deployment("working-endless/d", timeout=0)
    with get_client(sync_client=True) as client:
        wait_for(client, run.id, "Running")
        # Logs are sent every two seconds; what is stopped before loses them or not, as chance has it.
        time.sleep(5)
        client.set_flow_run_state(run.id, Cancelling())
        wait_for(client, run.id, "Cancelled")
        # What the worker says of it comes after the state.
        time.sleep(5)
    worker.send_signal(signal.SIGINT)
    print("the worker ended with", worker.wait(30))


def wait_for(client, run_id, name: str) -> None:
    for _ in range(300):
        if client.read_flow_run(run_id).state.name == name:
            return
        time.sleep(0.3)
    raise TimeoutError(name)


def deploy(name: str, **options: object) -> None:
    source = flow.from_source(source=os.path.dirname(os.path.abspath(__file__)), entrypoint=f"working.py:{name}")
    variables = {"env": {"FROM_DEPLOYMENT": "yes"}}
    source.to_deployment(name="d", work_pool_name=pool, job_variables=variables, **options).apply()


def look() -> None:
    """What the server says of the pool once a worker has been there."""
    with get_client(sync_client=True) as client:
        found = client.read_work_pool(pool)
        assert found.type == "process" and found.base_job_template["job_configuration"], found
        assert [worker.name for worker in client.read_workers_for_work_pool(pool)] == ["w"]
        deployment = client.read_deployment_by_name("working-flow/d")
        assert (deployment.work_pool_name, deployment.work_queue_name) == (pool, "urgent"), deployment
        print("pool", found.status.value, "deployment", deployment.status.value)


if __name__ == "__main__":
    work_once()
    deploy("working", work_queue_name="urgent")
    deploy("crashing")
    deploy("endless")
    run_deployment("working-flow/d", parameters={"number": 21}, timeout=0)
    run_deployment("working-crash/d", timeout=0)
    work_once("--work-queue", "urgent")
    work_once()
    look()
    cancel_while_working()
