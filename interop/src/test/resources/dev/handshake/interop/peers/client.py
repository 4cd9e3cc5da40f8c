"""A client of the package websockets. Arguments: URL, subprotocols by comma or "", "deflate" or ""."""
import asyncio
import json
import os
import sys

import websockets


def tell(**outcome):
    print(json.dumps(outcome), flush=True)
    os._exit(0)


async def main(url, subprotocols, deflate):
    try:
        ws = await websockets.connect(
            url, subprotocols=subprotocols.split(",") if subprotocols else None, compression=deflate or None
        )
    except websockets.InvalidStatusCode as e:
        tell(opened=False, status=e.status_code)
    tell(opened=True, subprotocol=ws.subprotocol or "", extensions=ws.response_headers.get("Sec-WebSocket-Extensions", ""))


asyncio.run(main(*sys.argv[1:]))
