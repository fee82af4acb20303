"""A worker that can tear down what a run left running, when nobody finished cancelling it."""

import asyncio
import pathlib
import subprocess
import sys
import tempfile
import time

from prefect import flow, get_client
from prefect.exceptions import InfrastructureNotAvailable
from prefect.states import Cancelling, Pending, Running
from prefect.workers.base import BaseJobConfiguration, BaseWorker, BaseWorkerResult

pool = "tearing-down-pool"
role, *names = sys.argv[1:]
torn_down = pathlib.Path(names[0]) if role == "work" else None


class Ship(BaseWorker):
    type = "ship"
    job_configuration = BaseJobConfiguration

    async def run(self, flow_run, configuration, task_status=None) -> BaseWorkerResult:
        raise NotImplementedError

    async def kill_infrastructure(self, infrastructure_pid, configuration, grace_seconds=30) -> None:
        said = torn_down.read_text() if torn_down.exists() else ""
        torn_down.write_text(f"{said}{infrastructure_pid} ")
        if infrastructure_pid == "out-of-reach":
            raise InfrastructureNotAvailable(infrastructure_pid)


@flow(name="tearing-down")
def endless() -> None:
    pass


def leave(client, deployment_id, infrastructure_pid: str):
    """A run whose worker was lost while it was being cancelled."""
    run = client.create_flow_run_from_deployment(deployment_id)
    client.set_flow_run_state(run.id, Pending())
    client.set_flow_run_state(run.id, Running())
    client.update_flow_run(run.id, infrastructure_pid=infrastructure_pid)
    client.set_flow_run_state(run.id, Cancelling(), force=True)
    return run.id


def wait_for(condition, what: str) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.3)
    raise TimeoutError(what)


def main(folder: pathlib.Path) -> None:
    said = folder / "torn-down"
    worker = subprocess.Popen([sys.executable, __file__, "work", said])
    try:
        with get_client(sync_client=True) as client:
            wait_for(lambda: any(found.name == pool for found in client.read_work_pools()), "the pool")
            flow_id = client.create_flow(endless)
            deployment = client.create_deployment(flow_id, "d", work_pool_name=pool)
            for name in ("container-1", "container-2"):
                run = leave(client, deployment, name)
                wait_for(lambda: said.exists() and name in said.read_text(), name)
                state = client.read_flow_run(run).state
                print("TOLD", {"state": state.name, "message": state.message})
            for name in names:
                leave(client, deployment, name)
                wait_for(lambda: said.read_text().count(name) >= 3, "three deliveries")
                time.sleep(5)
                print("TOLD", {"torn_down": said.read_text()})
    finally:
        worker.terminate()
        worker.wait(30)


if __name__ == "__main__":
    if torn_down is not None:
        asyncio.run(Ship(work_pool_name=pool, name="w", create_pool_if_not_found=True).start())
    else:
        with tempfile.TemporaryDirectory() as name:
            main(pathlib.Path(name))
