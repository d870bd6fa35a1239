"""Programs in Python that use a server with an agents' framework. Their ``main`` needs a model; connecting does not."""

from state_db.connect.target import Reached, Started, Target

OPENAI = '''\
"""An agent of the OpenAI Agents SDK that uses {name}. Needs openai-agents, and OPENAI_API_KEY to run."""

import asyncio
{environ}
from agents import Agent, Runner
from agents.mcp import {kind}


def {function}() -> {kind}:
    """Return the connection to {name}: what happens inside one ``async with`` shares one state."""
    return {kind}(
        name={literal},
        params={{
{params}
        }},
        client_session_timeout_seconds=30,
    )


async def main() -> None:
    async with {function}() as server:
        agent = Agent(name="agent", instructions="Use the tools.", mcp_servers=[server])
        result = await Runner.run(agent, "What can you do here?")
        print(result.final_output)


if __name__ == "__main__":
    asyncio.run(main())
'''
LANGCHAIN = '''\
"""A LangChain agent that uses {name}. Needs langchain and langchain-mcp-adapters, and a MODEL and its key to run."""

import asyncio
import os

from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools

client = MultiServerMCPClient(
    {{
        {literal}: {{
            "transport": {transport},
{params}
        }}
    }}
)


async def main() -> None:
    from langchain.agents import create_agent

    # One session for the whole run: client.get_tools() would open one, and start a server, for every single call.
    async with client.session({literal}) as session:
        agent = create_agent(os.environ["MODEL"], await load_mcp_tools(session))
        result = await agent.ainvoke({{"messages": "What can you do here?"}})
        print(result["messages"][-1].content)


if __name__ == "__main__":
    asyncio.run(main())
'''


def openai_snippet(name: str, target: Target) -> str:
    """Return a program of the OpenAI Agents SDK that uses the server."""
    secret = isinstance(target, Reached) and bool(target.token)
    return OPENAI.format(
        name=name,
        literal=_text(name),
        function=f"{name}_server",
        environ="import os\n" if secret else "",
        kind="MCPServerStdio" if isinstance(target, Started) else "MCPServerStreamableHttp",
        params=_params(target, 12),
    )


def langchain_snippet(name: str, target: Target) -> str:
    """Return a program of LangChain that uses the server."""
    transport = _text("stdio" if isinstance(target, Started) else "streamable_http")
    return LANGCHAIN.format(name=name, literal=_text(name), transport=transport, params=_params(target, 12))


def _params(target: Target, indent: int) -> str:
    if isinstance(target, Started):
        lines = [f'"command": {_text(target.command)},', f'"args": [{", ".join(map(_text, target.args))}],']
    else:
        lines = [f'"url": {_text(target.url)},']
        if target.token:
            lines.append(f'"headers": {{"Authorization": f"Bearer {{os.environ[{target.token!r}]}}"}},')
    return "\n".join(" " * indent + line for line in lines)


def _text(value: str) -> str:
    """The value as a literal of Python in double quotes."""
    inside = repr(value)[1:-1].replace("\\'", "'").replace('"', '\\"')
    return f'"{inside}"'
