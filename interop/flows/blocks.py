"""Blocks of the client's own kinds and of kinds defined here: saved, nested, changed, loaded and deleted."""

import asyncio
import json
from typing import Any, Optional, Union

from prefect.blocks.core import Block
from prefect.blocks.fields import SecretDict
from prefect.blocks.system import Secret
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.filesystems import LocalFileSystem
from pydantic import BaseModel, SecretStr


class Shade(BaseModel):
    weight: float = 1.0
    tiny: float = 0.00001


class BlocksLamp(Block):
    """A lamp – with “signs” beyond ASCII & <marks>."""

    pin: SecretStr
    shade: Shade = Shade()
    codes: SecretDict = SecretDict({"door": "0000"})


class BlocksRoom(Block):
    lamp: BlocksLamp
    other: Optional[Union[BlocksLamp, Webhook]] = None
    size: float = 2.0


def save_and_load() -> None:
    Secret(value="first").save("blocks-secret")
    assert Secret.load("blocks-secret").get() == "first"
    Secret(value="second").save("blocks-secret", overwrite=True)
    assert Secret.load("blocks-secret").get() == "second"
    try:
        Secret(value="third").save("blocks-secret")
    except ValueError as refusal:
        assert "already in use" in str(refusal)
    else:
        raise AssertionError("a name in use was taken")

    lamp = BlocksLamp(pin="1234")
    lamp.save("blocks-lamp")
    other = Webhook(url="https://example.org/hook", headers={"key": "value"})
    BlocksRoom(lamp=lamp, other=other, size=3.0).save("blocks-room")
    room = BlocksRoom.load("blocks-room")
    assert room.lamp.pin.get_secret_value() == "1234"
    assert room.lamp.codes.get_secret_value() == {"door": "0000"}
    assert isinstance(room.other, Webhook) and room.other.url.get_secret_value() == "https://example.org/hook"
    room.size = 4.5
    room.save("blocks-room", overwrite=True)
    assert Block.load("blocksroom/blocks-room").size == 4.5

    LocalFileSystem(basepath="/tmp/blocks").save("blocks-folder")
    assert LocalFileSystem.load("blocks-folder").basepath == "/tmp/blocks"


async def read_back() -> list[Any]:
    told: list[Any] = []
    async with get_client() as client:
        for kind in (Secret, Webhook, LocalFileSystem, BlocksLamp, BlocksRoom):
            schema = await client.read_block_schema_by_checksum(kind._calculate_schema_checksum())
            # Where one of several kinds may stand, the reference lists them in the order its database finds them.
            references = {name: sorted(one, key=lambda each: each["block_type_slug"]) if isinstance(one, list) else one for name, one in schema.fields["block_schema_references"].items()}
            told.append([schema.checksum, references, sorted(schema.capabilities)])
            block_type = await client.read_block_type_by_slug(kind.get_block_type_slug())
            told.append([block_type.name, block_type.slug, block_type.description, block_type.is_protected])
            for secrets in (False, True):
                documents = await client.read_block_documents_by_type(kind.get_block_type_slug(), include_secrets=secrets)
                told.append([[document.name, document.data] for document in documents if "blocks-" in document.name])
    return told


save_and_load()
print("BLOCKS " + json.dumps(asyncio.run(read_back())))
BlocksLamp.delete("blocks-lamp")
room = asyncio.run(read_back())[-1]
print("AFTER " + json.dumps(room))
