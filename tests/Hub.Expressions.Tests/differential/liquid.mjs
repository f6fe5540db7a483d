// Renders templates as liquidjs does. One JSON line in, { template, data }; one out, { text } or { error }.
import { createInterface } from 'node:readline';
import { Liquid } from 'liquidjs';

const engine = new Liquid({ timezoneOffset: 0, strictFilters: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { template, data } = JSON.parse(line);
  let answer;
  try {
    answer = { text: engine.parseAndRenderSync(template, data) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
