"""A client of the package websockets. Each line of input holds, between single spaces, a URL, the subprotocols to offer,
by comma, and "deflate" or nothing; the answer is a line, "open" or what went wrong. Ends when its input does."""
import asyncio
import sys

import websockets


async def attempt(url, subprotocols, deflate):
    offered = subprotocols.split(",") if subprotocols else None
    try:
        connection = await websockets.connect(
            url, subprotocols=offered, compression=deflate or None, open_timeout=5
        )
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace("\n", " ").replace("\r", " ")
    connection.transport.abort()
    return "open"


async def main():
    lines = asyncio.get_running_loop()
    while line := await lines.run_in_executor(None, sys.stdin.readline):
        print(await attempt(*line.rstrip("\n").split(" ")), flush=True)


asyncio.run(main())
