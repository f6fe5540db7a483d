import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const proto = join(dirname(fileURLToPath(import.meta.url)), '../../../connectors/protocol/connector.proto');
const { ConnectorHub } = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, defaults: true, oneofs: true })).hub.connector.v1;

export const hub = address => new ConnectorHub(address, grpc.credentials.createInsecure());

export function metadata(key) {
  const made = new grpc.Metadata();
  made.set('authorization', `ApiKey ${key}`);
  return made;
}
