// Plays tests/connect/story.json with a TypeScript client: node play.mjs sdk|client ENTRY STORY, both JSON texts.
// ENTRY is a server's entry of a configuration file. What was answered goes to standard output as JSON.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const [kind, entryText, storyText] = process.argv.slice(2);
const entry = JSON.parse(entryText);

async function parts() {
  if (kind === "sdk") {
    const base = "@modelcontextprotocol/sdk/client";
    const { Client } = await load(`${base}/index.js`);
    const { StdioClientTransport } = await load(`${base}/stdio.js`);
    const { StreamableHTTPClientTransport } = await load(`${base}/streamableHttp.js`);
    return { Client, StdioClientTransport, StreamableHTTPClientTransport };
  }
  const main = await load("@modelcontextprotocol/client");
  const stdio = await load("@modelcontextprotocol/client/stdio");
  return { ...main, ...stdio };
}

const { Client, StdioClientTransport, StreamableHTTPClientTransport } = await parts();
const client = new Client({ name: `story-${kind}`, version: "1" });
await client.connect(
  entry.url
    ? new StreamableHTTPClientTransport(new URL(entry.url))
    : new StdioClientTransport({ command: entry.command, args: entry.args, stderr: "inherit" }),
);
const { tools } = await client.listTools();
const replies = [];
for (const { tool, arguments: given } of JSON.parse(storyText)) {
  const result = await client.callTool({ name: tool, arguments: given });
  replies.push({ text: result.content[0].text, error: result.isError === true, structured: result.structuredContent ?? null });
}
process.stdout.write(JSON.stringify({ tools: tools.map((tool) => tool.name), replies }));
await client.close();
