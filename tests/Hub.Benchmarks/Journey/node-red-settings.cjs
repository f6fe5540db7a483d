// Node-RED for the benchmark: one flow, no editor, no log but warnings, ajv compiled once for the function nodes.
const { createRequire } = require('node:module');
const fs = require('node:fs');
const path = require('node:path');

const fromPeers = createRequire(path.join(process.env.HUB_BENCH_PEERS, 'package.json'));
const Ajv = fromPeers('ajv/dist/2020').default;
const schema = JSON.parse(fs.readFileSync(process.env.HUB_BENCH_SCHEMA, 'utf8'));

module.exports = {
  uiHost: '127.0.0.1',
  uiPort: Number(process.env.HUB_BENCH_PORT),
  userDir: process.env.HUB_BENCH_FOLDER,
  flowFile: path.join(process.env.HUB_BENCH_FOLDER, 'flows.json'),
  httpAdminRoot: false,
  credentialSecret: false,
  diagnostics: { enabled: false },
  functionExternalModules: false,
  functionGlobalContext: { validate: new Ajv({ strict: false }).compile(schema) },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
