// Plays the device in a runtime that is started from a command line: Node, Bun, Deno.
import { play } from './device.mjs';

const [client, place] = process.argv.slice(2);
await play(await import(client), JSON.parse(place), (step) => console.log(JSON.stringify(step)));
