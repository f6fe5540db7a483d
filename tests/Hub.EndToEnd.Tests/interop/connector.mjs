// A small connector with @grpc/grpc-js: attaches, says "attached", repeats the school year of each command. Arguments: hub address, key, manifest.
import { readFileSync } from 'node:fs';
import { hub, metadata } from './hub.mjs';

const [address, key, manifest] = process.argv.slice(2);
const stream = hub(address).Attach(metadata(key));
stream.on('error', error => {
  console.error(`${error.code} ${error.details}`);
  process.exitCode = 1;
});
stream.on('data', ({ message, command }) => {
  if (message === 'welcome') {
    console.log('attached');
  } else if (message === 'command') {
    const repeated = JSON.parse(command.payload.toString()).schoolYear;
    stream.write({ reply: { command_id: command.id, payload: Buffer.from(JSON.stringify({ repeated })) } });
    stream.write({ credit: { commands: 1 } });
  }
});
stream.write({ hello: { connector: 'echo', manifest: readFileSync(manifest), instance: 'node', initial_credit: 4 } });
