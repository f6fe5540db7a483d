// The echo service on @grpc/grpc-js, for our client to call. Prints its port; ends with its input.
'use strict';
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'echo.proto'), { keepCase: true, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).hub.tests;
const answer = (request, count) => ({ text: request.text, data: request.data, count, labels: request.labels });

const server = new grpc.Server();
server.addService(Echo.service, {
  Unary(call, callback) {
    const headers = new grpc.Metadata();
    headers.set('x-header', String(call.metadata.get('want-headers')[0] || ''));
    call.sendMetadata(headers);
    const trailers = new grpc.Metadata();
    for (const key of Object.keys(call.metadata.getMap()).filter((name) => name.startsWith('x-'))) {
      trailers.set(key, call.metadata.get(key)[0]);
    }
    const finish = () => {
      if (call.request.fail_with) {
        trailers.set('x-why-bin', Buffer.from([9, 8, 7]));
        callback({ code: call.request.fail_with, details: call.request.text, metadata: trailers });
      } else {
        callback(null, answer(call.request, call.request.count), trailers);
      }
    };
    setTimeout(finish, call.request.delay_ms);
  },
  Collect(call, callback) {
    let count = 0;
    let last = {};
    call.on('data', (request) => { count++; last = request; });
    call.on('end', () => callback(null, answer(last, count)));
  },
  Expand(call) {
    for (let i = 0; i < call.request.count; i++) call.write(answer(call.request, i));
    call.end();
  },
  Talk(call) {
    let count = 0;
    call.on('data', (request) => call.write(answer(request, count++)));
    call.on('end', () => call.end());
  },
  Old: (call, callback) => callback(null, answer(call.request, 0)),
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
