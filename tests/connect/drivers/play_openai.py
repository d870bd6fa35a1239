"""Plays a story with the OpenAI Agents SDK: python play_openai.py SNIPPET STORY. It runs in that SDK's environment.

SNIPPET is the program that `fleetwright connect --client openai-agents` wrote. What was answered is printed as JSON.
"""

import asyncio
import json
import runpy
import sys


async def play(snippet: str, story: str) -> None:
    """Connect as the snippet does, and print what the tools answer."""
    async with runpy.run_path(snippet)["shop_server"]() as server:
        tools = await server.list_tools()
        replies = []
        for step in json.loads(story):
            result = await server.call_tool(step["tool"], step["arguments"])
            dumped = result.model_dump(by_alias=True)
            replies.append(
                {
                    "text": dumped["content"][0]["text"],
                    "error": bool(dumped["isError"]),
                    "structured": dumped.get("structuredContent"),
                }
            )
    sys.stdout.write(json.dumps({"tools": [tool.name for tool in tools], "replies": replies}))


asyncio.run(play(sys.argv[1], sys.argv[2]))
