"""Flows that wait for a person inside their process: a plain pause, and one that asks for input."""

import sys
import threading
import time

from prefect import flow, get_client, pause_flow_run, resume_flow_run
from prefect.client.schemas.filters import FlowFilter
from prefect.input import RunInput


class Approval(RunInput):
    """What the person is asked."""

    approved: bool
    reason: str = "none given"


@flow(name="pausing-plainly")
def plainly() -> str:
    pause_flow_run(timeout=60, poll_interval=1)
    return "resumed"


@flow(name="pausing-for-input")
def for_input() -> str:
    answer = pause_flow_run(
        wait_for_input=Approval.with_initial_data(description="May this go **live**?", reason="a default"),
        timeout=60,
        poll_interval=1,
        key="approval",
    )
    return f"{answer.approved}: {answer.reason}"


asked = []


@flow(name="pausing-again", retries=1)
def again() -> list[bool]:
    asked.append(pause_flow_run(wait_for_input=Approval, timeout=60, poll_interval=1, key="approval").approved)
    if len(asked) == 1:
        raise RuntimeError("the first answer is not enough")
    return asked


def answer(flow_name: str, run_input: dict | None) -> None:
    """Resumes the run of a flow as soon as it is paused."""
    with get_client(sync_client=True) as client:
        while True:
            runs = client.read_flow_runs(flow_filter=FlowFilter(name={"any_": [flow_name]}))
            if runs and runs[0].state.is_paused():
                break
            time.sleep(0.2)
        # The schema is stored a moment after the state.
        time.sleep(1)
        if run_input is not None:
            refused = client.resume_flow_run(runs[0].id, run_input={"reason": "no answer"})
            assert refused.status.value == "REJECT", refused
            assert "'approved' is a required property" in refused.details.reason, refused
    resume_flow_run(runs[0].id, run_input=run_input)


def answer_twice(flow_name: str) -> None:
    answer(flow_name, {"approved": False})
    answer(flow_name, {"approved": True})


def while_answered(run, flow_name: str, run_input: dict | None = None) -> str:
    person = threading.Thread(target=answer, args=(flow_name, run_input))
    person.start()
    result = run()
    person.join()
    return result


def ask_again() -> None:
    person = threading.Thread(target=answer_twice, args=("pausing-again",))
    person.start()
    assert again() == [False, True]
    person.join()


def ask_once() -> None:
    assert while_answered(plainly, "pausing-plainly") == "resumed"
    assert while_answered(for_input, "pausing-for-input", {"approved": True, "reason": "it is time"}) == "True: it is time"


if __name__ == "__main__":
    ask_again() if sys.argv[1:] == ["again"] else ask_once()
