// grpc-js's side of the gRPC benchmark: the standard health service, always serving.
const { createRequire } = require('node:module');
const path = require('node:path');

const fromPeers = createRequire(path.join(process.env.HUB_BENCH_PEERS, 'package.json'));
const grpc = fromPeers('@grpc/grpc-js');
const definition = fromPeers('@grpc/proto-loader').loadSync(process.env.HUB_BENCH_PROTO);
const { health } = grpc.loadPackageDefinition(definition).grpc;

const server = new grpc.Server();
server.addService(health.v1.Health.service, { Check: (call, answer) => answer(null, { status: 1 }) });
server.bindAsync(`127.0.0.1:${process.env.HUB_BENCH_PORT}`, grpc.ServerCredentials.createInsecure(), error => {
  if (error) throw error;
});
