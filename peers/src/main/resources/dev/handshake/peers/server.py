"""A server of the package websockets. Arguments: port, "deflate" or "". Prints its port; ends when its input does."""
import asyncio
import sys

import websockets


async def silence(connection, path=None):
    await connection.wait_closed()


async def main(port, deflate):
    server = await websockets.serve(
        silence, "127.0.0.1", int(port), subprotocols=["chat", "superchat"], compression=deflate or None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(*sys.argv[1:]))
