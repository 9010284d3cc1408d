"""A bare Starlette route, which hosting is measured against: a body, or 304 where asked for."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes()


async def calendar(request: Request) -> Response:
    """Answer with the same bytes whatever is asked for."""
    if "if-none-match" in request.headers:
        return Response(status_code=304)
    return Response(BODY, media_type="text/calendar")


app = Starlette(routes=[Route("/{token}/{name}.ics", calendar)])
