// Run by `npm test`: one server for all test files. Its URL is the only line of output; it ends with its input.
import { startServer } from './server.ts';

const server = await startServer();
process.stdout.write(`${server.url}\n`);
process.stdin.resume().once('end', () => void server[Symbol.asyncDispose]());
