"""A server of the package websockets: speaks chat, compresses, greets, and turns /no away. Prints its port."""
import asyncio
import http

import websockets


async def greet(ws, path=None):
    await ws.send("hello")
    await ws.wait_closed()


async def turn_away(path, headers):
    return (http.HTTPStatus.UNAUTHORIZED, [], b"no entry\n") if path == "/no" else None


async def main():
    server = await websockets.serve(greet, "127.0.0.1", 0, subprotocols=["chat"], process_request=turn_away)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Future()


asyncio.run(main())
