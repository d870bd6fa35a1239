"""The fleet's first page: which servers there are."""

from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from state_db.image import Image
from state_db.serve.addresses import Addresses

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fleetwright</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884 }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #ddd }} a {{ color: #8cf }} }}
</style>
<h1>Fleetwright</h1>
<table>
<tr><th scope="col">Server</th><th scope="col">Tools</th><th scope="col">MCP endpoint</th></tr>
{rows}
</table>
"""
_ROW = "<tr><td>{title}</td><td>{tools}</td><td><code>{url}</code></td></tr>"


def front_page(images: Sequence[Image], request: Request, addresses: Addresses) -> Response:
    """Return the servers as a page to browsers and as JSON to everyone else."""
    listed = [
        {
            "server": image.name,
            "title": image.title,
            "tools": len(image.tools),
            "mcp": f"{addresses.base(request, image.name)}/{image.name}/mcp",
        }
        for image in images
    ]
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"servers": listed})
    rows = (
        _ROW.format(title=escape(str(one["title"])), tools=one["tools"], url=escape(str(one["mcp"]))) for one in listed
    )
    return HTMLResponse(_PAGE.format(rows="\n".join(rows)))
