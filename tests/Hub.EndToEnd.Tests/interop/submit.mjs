// Submits a citizen request with @grpc/grpc-js. Arguments: hub address, key, procedure, idempotency key; the payload on stdin.
import { readFileSync } from 'node:fs';
import { hub, metadata } from './hub.mjs';

const [address, key, procedure, idempotencyKey] = process.argv.slice(2);
const client = hub(address);
const request = { procedure, payload: readFileSync(0), idempotency_key: idempotencyKey, channel: 'web' };
client.Submit(request, metadata(key), { deadline: Date.now() + 20000 }, (error, reply) => {
  console.log(JSON.stringify(error ? { status: Object.entries(statuses).find(([, code]) => code === error.code)?.[0] } : { status: 'OK', journeyId: reply.journey_id, requestId: reply.request_id }));
  client.close();
});
const statuses = { INVALID_ARGUMENT: 3, NOT_FOUND: 5, ALREADY_EXISTS: 6, PERMISSION_DENIED: 7, UNAUTHENTICATED: 16 };
