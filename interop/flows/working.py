"""A worker that makes its pool, takes due runs from it and carries them out in processes of their own."""

import os
import subprocess
import sys

from prefect import flow, get_client, task
from prefect.deployments import run_deployment

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


def work_once(*options: str) -> None:
    """Runs the command line's worker for one round."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--type", "process", "--pool", pool, "--name", "w", "--run-once"]
    subprocess.run([*command, *options], check=True)


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
    run_deployment("working-flow/d", parameters={"number": 21}, timeout=0)
    run_deployment("working-crash/d", timeout=0)
    work_once("--work-queue", "urgent")
    work_once()
    look()
