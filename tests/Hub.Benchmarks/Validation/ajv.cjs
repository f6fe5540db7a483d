// ajv's side of the validation benchmark: each line on standard input says how many milliseconds to measure which set.
const { createRequire } = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');

const fromPeers = createRequire(path.join(process.env.HUB_BENCH_PEERS, 'package.json'));
const Draft07 = fromPeers('ajv').default;
const Draft202012 = fromPeers('ajv/dist/2020').default;
const options = { strict: false, validateFormats: false, logger: false };
const sets = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

// One engine for each set: it has its meta-schema compiled from the first time on, as we have ours.
const measured = sets.map(set => {
  const engine = new (set.schema.includes('draft-07/schema') ? Draft07 : Draft202012)(options);
  const compile = () => {
    engine.removeSchema();
    for (const other of set.needs) engine.addSchema(JSON.parse(other));
    return engine.compile(JSON.parse(set.schema));
  };
  return {
    name: set.name,
    validate: compile(),
    compile,
    texts: set.documents,
    values: set.documents.map(text => JSON.parse(text)),
    fromBytes: {},
    fromValues: {},
    compiling: {},
  };
});

const blockMicroseconds = 50_000;

// Processor time and not the clock's: what others do on this core meanwhile is not counted.
function cpuOf(pass, passes) {
  const before = process.cpuUsage();
  for (let number = 0; number < passes; number++) pass();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

// Nanoseconds a document, of the fastest twentieth of the blocks.
function measure(milliseconds, documents, pass, work) {
  if (work.passes === undefined) {
    let tried = 1;
    while (cpuOf(pass, tried) < blockMicroseconds) tried *= 2;
    work.passes = tried;
  }
  const { passes } = work;
  const blocks = [];
  let spent = 0;
  do {
    const cpu = cpuOf(pass, passes);
    spent += cpu;
    blocks.push(cpu * 1000 / (passes * documents));
  } while (spent < milliseconds * 1000);
  blocks.sort((a, b) => a - b);
  const fastest = blocks.slice(0, Math.max(1, Math.floor(blocks.length * 0.05)));
  return fastest.reduce((sum, one) => sum + one, 0) / fastest.length;
}

// What is not used might be optimised away.
let used = 0;
console.log('ready');
readline.createInterface({ input: process.stdin }).on('line', line => {
  const [milliseconds, row] = line.split(' ').map(Number);
  const set = measured[row];
  console.log(JSON.stringify({
    name: set.name,
    verdicts: set.values.map(value => set.validate(value)),
    bytesNanoseconds: measure(milliseconds, set.texts.length, () => { for (const text of set.texts) used += set.validate(JSON.parse(text)) ? 1 : 0; }, set.fromBytes),
    valueNanoseconds: measure(milliseconds, set.values.length, () => { for (const value of set.values) used += set.validate(value) ? 1 : 0; }, set.fromValues),
    compileNanoseconds: measure(milliseconds, 1, () => { used += set.compile() ? 1 : 0; }, set.compiling),
  }));
});
process.on('exit', () => { if (used < 0) console.error(used); });
