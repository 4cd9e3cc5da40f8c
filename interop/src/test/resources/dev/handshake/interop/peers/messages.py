"""Messages by the package websockets. "client URL deflate": has them echoed. "server deflate": echoes them, and has them
echoed over /verify. With "windows" in place of "deflate", both windows are small. Says as JSON how many came back as they were, whether a ping was answered, and how it ended."""
import asyncio
import json
import os
import sys

import websockets
from websockets.extensions import permessage_deflate

MESSAGES = ["Hello", "", "Grüße, €, 😀; " * 5000, "x" * 125, "x" * 126, b"", os.urandom(70000), b"again " * 200000]


async def verify(ws):
    echoed = 0
    pong = False
    for message in MESSAGES:
        if len(message) > 1:
            await ws.send([message[:1], message[1:]])
        else:
            await ws.send(message)
        if await ws.recv() != message:
            break
        echoed += 1
        await asyncio.wait_for(await ws.ping(), 10)
        pong = True
    await ws.close(4000, "done")
    print(
        json.dumps(
            {"echoed": echoed == len(MESSAGES), "pong": pong, "code": ws.close_code, "reason": ws.close_reason}
        ),
        flush=True,
    )


async def serve(ws, path):
    if path == "/verify":
        await verify(ws)
    else:
        async for message in ws:
            await ws.send(message)


async def main(role, *rest):
    compression = "deflate" if rest[-1] == "deflate" else None
    options = {"compression": compression, "max_size": 2**24}
    if rest[-1] == "windows":
        factory = (
            permessage_deflate.ClientPerMessageDeflateFactory
            if role == "client"
            else permessage_deflate.ServerPerMessageDeflateFactory
        )
        options["extensions"] = [factory(server_max_window_bits=9, client_max_window_bits=9)]
    if role == "client":
        async with websockets.connect(rest[0], **options) as ws:
            await verify(ws)
    else:
        server = await websockets.serve(serve, "127.0.0.1", 0, **options)
        print("port", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main(*sys.argv[1:]))
