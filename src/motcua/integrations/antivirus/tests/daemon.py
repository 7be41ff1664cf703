"""The twin of the virus scanner on a port of its own, in a thread, for tests."""

import asyncio
import threading
from contextlib import contextmanager

from motcua.integrations.antivirus.twin import listening


@contextmanager
def daemon():
    """The address at which it listens until the block ends."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found = {}

    async def run():
        async with listening(0) as port:
            found["port"] = port
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert ready.wait(5)
    yield f"127.0.0.1:{found['port']}"
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)
