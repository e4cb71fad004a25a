// Run as a child, to be killed: starts one of each and holds them.
import { startHaproxy } from './haproxy.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { startServer } from './server.ts';

const server = await startServer();
const pooler = await startPgbouncer(server.url);
const balancer = await startHaproxy([server.port]);
const ports = [server.port, pooler.port, balancer.port];
process.stdout.write(`${JSON.stringify({ url: pooler.through(server.url), data: server.data, ports })}\n`);
setInterval(() => {}, 1000);
