"""Plays a story with LangChain's MCP adapters: python play_langchain.py SNIPPET STORY. It runs in their environment.

SNIPPET is the program that `fleetwright connect --client langchain` wrote. What was answered is printed as JSON.
"""

import asyncio
import json
import runpy
import sys

from langchain_core.tools import ToolException
from langchain_mcp_adapters.tools import load_mcp_tools


async def play(snippet: str, story: str) -> None:
    """Connect as the snippet does, and print what the tools answer."""
    async with runpy.run_path(snippet)["client"].session("shop") as session:
        tools = {tool.name: tool for tool in await load_mcp_tools(session)}
        replies = []
        for step in json.loads(story):
            call = {"type": "tool_call", "id": "1", "name": step["tool"], "args": step["arguments"]}
            try:
                message = await tools[step["tool"]].ainvoke(call)
            except ToolException as refused:
                replies.append({"text": str(refused), "error": True, "structured": None})
                continue
            structured = (message.artifact or {}).get("structured_content")
            text = message.content if isinstance(message.content, str) else message.content[0]["text"]
            replies.append({"text": text, "error": message.status == "error", "structured": structured})
    sys.stdout.write(json.dumps({"tools": list(tools), "replies": replies}))


asyncio.run(play(sys.argv[1], sys.argv[2]))
