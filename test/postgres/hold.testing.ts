// Run as a child, to be killed: starts a server and holds it.
import { startServer } from './server.ts';

const server = await startServer();
process.stdout.write(`${JSON.stringify({ url: server.url, data: server.data })}\n`);
setInterval(() => {}, 1000);
