"""Runs that send each other inputs while they run, as plain values and as models."""

import asyncio
import json

from prefect import flow, get_client
from prefect.client.schemas.filters import FlowFilter
from prefect.input import RunInput, receive_input, send_input


class Order(RunInput):
    """What somebody orders."""

    product: str
    number: int = 1


@flow(name="inputs-receiving")
async def receiving() -> list[str]:
    got: list[str] = []
    async for order in receive_input(Order, timeout=120, poll_interval=0.5, with_metadata=True):
        got.append(f"{order.number} {order.product}")
        await order.respond(f"{order.product} is on its way")
        if len(got) == 2:
            break
    async for text in receive_input(str, timeout=120, poll_interval=0.5):
        got.append(text)
        break
    return got


@flow(name="inputs-sending")
async def sending(to) -> str:
    await Order(product="tea", number=3).send_to(to)
    await Order(product="milk").send_to(to)
    answers: list[str] = []
    async for answer in receive_input(str, timeout=120, poll_interval=0.5):
        answers.append(answer)
        if len(answers) == 2:
            break
    await send_input("enough", flow_run_id=to)
    return ", ".join(sorted(answers))


async def find_running(name: str):
    async with get_client() as client:
        for _ in range(600):
            runs = await client.read_flow_runs(flow_filter=FlowFilter(name={"any_": [name]}))
            if runs and runs[0].state.is_running():
                return runs[0].id
            await asyncio.sleep(0.2)
    raise TimeoutError(name)


async def main() -> None:
    receiver = asyncio.create_task(receiving())
    answers = await sending(await find_running("inputs-receiving"))
    print("TOLD received", json.dumps(await receiver))
    print("TOLD answers", answers)


if __name__ == "__main__":
    asyncio.run(main())
