// Evaluates expressions as Node does. One JSON text in, the result as JSON out, or "throws" and the error's name.
import { createInterface } from 'node:readline';
import vm from 'node:vm';

// One context for all is fast; the scripts that come here declare nothing outside their own function.
const context = vm.createContext();
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const value = vm.runInContext(`"use strict"; (() => (${JSON.parse(line)}))()`, context, { timeout: 120_000 });
    answer = JSON.stringify(value) ?? 'undefined';
  } catch (error) {
    answer = `throws ${error.name}`;
  }
  process.stdout.write(answer + '\n');
}
