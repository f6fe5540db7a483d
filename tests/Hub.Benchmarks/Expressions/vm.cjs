// Node's side of the expressions benchmark: each line on standard input says how many milliseconds to measure which expression.
const fs = require('node:fs');
const readline = require('node:readline');
const vm = require('node:vm');

const { variables, expressions } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const context = vm.createContext({});
vm.runInContext(`var variables = ${JSON.stringify(variables)}`, context);
const measured = expressions.map(({ name, source }) => {
  const script = new vm.Script(`(() => { 'use strict'; ${source} })()`);
  return { name, work: {}, evaluate: () => JSON.stringify(script.runInContext(context)) };
});

const blockMicroseconds = 50_000;

// Processor time and not the clock's: what others do on this core meanwhile is not counted.
function cpuOf(pass, passes) {
  const before = process.cpuUsage();
  for (let number = 0; number < passes; number++) pass();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

// Microseconds of one evaluation, of the fastest twentieth of the blocks.
function measure(milliseconds, pass, work) {
  if (work.passes === undefined) {
    let tried = 1;
    while (cpuOf(pass, tried) < blockMicroseconds) tried *= 2;
    work.passes = tried;
  }
  const blocks = [];
  let spent = 0;
  do {
    const cpu = cpuOf(pass, work.passes);
    spent += cpu;
    blocks.push(cpu / work.passes);
  } while (spent < milliseconds * 1000);
  blocks.sort((a, b) => a - b);
  const fastest = blocks.slice(0, Math.max(1, Math.floor(blocks.length * 0.05)));
  return fastest.reduce((sum, one) => sum + one, 0) / fastest.length;
}

console.log('ready');
readline.createInterface({ input: process.stdin }).on('line', line => {
  const [milliseconds, row] = line.split(' ').map(Number);
  const { name, work, evaluate } = measured[row];
  console.log(JSON.stringify({
    name,
    result: evaluate(),
    cpuMicroseconds: measure(milliseconds, evaluate, work),
    allocatedBytes: 0,
  }));
});
