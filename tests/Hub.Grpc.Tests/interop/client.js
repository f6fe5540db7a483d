// Calls the echo service with @grpc/grpc-js and checks every answer. Usage: client.js ADDRESS [gzip]
'use strict';
const path = require('path');
const assert = require('assert');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'echo.proto'), { keepCase: true, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).hub.tests;
const MIB = 1024 * 1024;
const options = { 'grpc.max_receive_message_length': 16 * MIB, 'grpc.max_send_message_length': 16 * MIB };
if (process.argv[3] === 'gzip') {
  options['grpc.default_compression_algorithm'] = 2;
}
const echo = new Echo(process.argv[2], grpc.credentials.createInsecure(), options);

const soon = (ms) => ({ deadline: Date.now() + ms });
const unary = (method, request, metadata = new grpc.Metadata(), callOptions = soon(20000)) => new Promise((resolve) => {
  const seen = {};
  const call = echo[method](request, metadata, callOptions, (error, reply) => { seen.error = error; seen.reply = reply; });
  call.on('metadata', (headers) => { seen.headers = headers; });
  call.on('status', (status) => { seen.status = status; setImmediate(() => resolve(seen)); });
  seen.call = call;
});
const collect = (stream) => new Promise((resolve, reject) => {
  const replies = [];
  stream.on('data', (reply) => replies.push(reply));
  stream.on('end', () => resolve(replies));
  stream.on('error', reject);
});
const ok = (name) => console.log(`ok ${name}`);

async function main() {
  const metadata = new grpc.Metadata();
  metadata.set('want-headers', 'yes');
  metadata.set('x-text', 'one');
  metadata.set('x-raw-bin', Buffer.from([0, 1, 250]));
  let seen = await unary('Unary', { text: 'été', data: Buffer.from([0, 255]), labels: { a: 'b' } }, metadata);
  assert.strictEqual(seen.reply.text, 'été');
  assert.deepStrictEqual([...seen.reply.data], [0, 255]);
  assert.strictEqual(seen.reply.labels.a, 'b');
  ok('unary');
  assert.deepStrictEqual(seen.headers.get('x-header'), ['yes']);
  assert.deepStrictEqual([...seen.headers.get('x-header-bin')[0]], [0, 1, 255]);
  ok('headers');
  assert.deepStrictEqual(seen.status.metadata.get('x-text'), ['one']);
  assert.deepStrictEqual([...seen.status.metadata.get('x-raw-bin')[0]], [0, 1, 250]);
  ok('trailers');

  const expanded = await collect(echo.Expand({ count: 1000 }, soon(20000)));
  assert.deepStrictEqual(expanded.map((reply) => reply.count), [...Array(1000).keys()]);
  ok('server stream');

  const collected = await new Promise((resolve, reject) => {
    const call = echo.Collect(soon(20000), (error, reply) => (error ? reject(error) : resolve(reply)));
    for (let i = 0; i < 1000; i++) call.write({ text: String(i) });
    call.end();
  });
  assert.strictEqual(collected.count, 1000);
  ok('client stream');

  const talk = echo.Talk(soon(20000));
  const talking = collect(talk);
  for (let i = 0; i < 1000; i++) talk.write({ text: String(i) });
  talk.end();
  assert.deepStrictEqual((await talking).map((reply) => reply.text), [...Array(1000).keys()].map(String));
  ok('duplex stream');

  seen = await unary('Unary', { fail_with: 9, text: 'clôturé à 100 %\nfin' });
  assert.strictEqual(seen.error.code, grpc.status.FAILED_PRECONDITION);
  assert.strictEqual(seen.error.details, 'clôturé à 100 %\nfin');
  assert.deepStrictEqual([...seen.error.metadata.get('x-why-bin')[0]], [9, 8, 7]);
  ok('error');

  const started = Date.now();
  seen = await unary('Unary', { delay_ms: 30000 }, undefined, soon(1000));
  assert.strictEqual(seen.error.code, grpc.status.DEADLINE_EXCEEDED);
  assert.ok(Date.now() - started < 10000);
  ok('deadline');

  const cancelled = await new Promise((resolve) => {
    const wantsHeaders = new grpc.Metadata();
    wantsHeaders.set('want-headers', 'yes');
    const call = echo.Unary({ delay_ms: 30000 }, wantsHeaders, soon(20000), resolve);
    call.on('metadata', () => call.cancel()); // the server has it
  });
  assert.strictEqual(cancelled.code, grpc.status.CANCELLED);
  ok('cancel');

  seen = await unary('Unary', { data: Buffer.alloc(3 * MIB) });
  assert.strictEqual(seen.reply.data.length, 3 * MIB);
  ok('3 MiB');
  seen = await unary('Unary', { data: Buffer.alloc(5 * MIB) });
  assert.strictEqual(seen.error.code, grpc.status.RESOURCE_EXHAUSTED);
  ok('5 MiB');

  seen = await unary('Missing', {});
  assert.strictEqual(seen.error.code, grpc.status.UNIMPLEMENTED);
  ok('unimplemented method');
  console.log('done');
  echo.close();
}

main().catch((error) => { console.log(`FAILED ${error.stack}`); process.exit(1); });
