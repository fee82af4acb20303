"""Transactions that commit and roll back, and cached results: by inputs, by key, expired, refreshed, stored in a block."""

import json
import os
from datetime import timedelta
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import INPUTS, TASK_SOURCE
from prefect.filesystems import LocalFileSystem
from prefect.transactions import CommitMode, IsolationLevel, transaction

home = Path(os.environ["PREFECT_HOME"])
done: list[str] = []


def tell(title: str, value: object) -> None:
    print("TOLD", title, json.dumps(value))


@task
def write(text: str) -> None:
    done.append(f"wrote {text}")


@write.on_rollback
def unwrite(txn) -> None:
    done.append(f"took back {txn.get('what', 'something')}")


@write.on_commit
def confirm(txn) -> None:
    done.append("kept")


@task
def check(fine: bool) -> None:
    if not fine:
        raise ValueError("the check failed")


@flow(name="transactions-committed")
def committed() -> None:
    with transaction() as txn:
        txn.set("what", "one")
        write("one")
        check(True)
    tell("committed", done)
    done.clear()


@flow(name="transactions-rolled-back")
def rolled_back() -> None:
    with transaction(commit_mode=CommitMode.LAZY) as txn:
        txn.set("what", "two")
        write("two")
        check(False)


@flow(name="transactions-nested")
def nested() -> None:
    with transaction(isolation_level=IsolationLevel.READ_COMMITTED):
        write("outer")
        with transaction(commit_mode=CommitMode.EAGER):
            write("inner")
    tell("nested", done)
    done.clear()


@task(cache_policy=INPUTS, persist_result=True)
def by_inputs(number: int) -> int:
    done.append(f"computed {number}")
    return number * 2


@task(cache_policy=INPUTS + TASK_SOURCE, persist_result=True, cache_expiration=timedelta(milliseconds=1))
def short_lived(number: int) -> int:
    done.append("computed again")
    return number


@task(cache_key_fn=lambda context, given: f"transactions-{given['number']}", persist_result=True, refresh_cache=True)
def refreshed(number: int) -> int:
    done.append("refreshed")
    return number


@flow(name="transactions-cached")
def cached() -> list[int]:
    numbers = [by_inputs(1), by_inputs(2), by_inputs(1), short_lived(3), short_lived(3), refreshed(4), refreshed(4)]
    tell("cached", done)
    done.clear()
    return numbers


@task
def numbered() -> int:
    return 7


@flow(name="transactions-stored", persist_result=True)
def stored() -> int:
    kept = LocalFileSystem.load("transactions-kept")
    return numbered.with_options(result_storage=kept, result_storage_key="transactions-{flow_run.flow_name}.json", persist_result=True)()


if __name__ == "__main__":
    committed()
    try:
        rolled_back()
    except ValueError as error:
        tell("rolled back", [*done, str(error)])
    done.clear()
    nested()
    assert cached() == [2, 4, 2, 3, 3, 4, 4]
    LocalFileSystem(basepath=str(home / "kept")).save("transactions-kept", overwrite=True)
    assert stored(return_state=True).result() == 7
    tell("files", sorted(path.name for path in (home / "kept").iterdir()))
