// Adds up the results of all test projects. Prints each failure, the reason of each skip and the figures that tests wrote to the console, then the totals as the last line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const files = readdirSync(folder);
const names = [...new Set(files.filter(file => /\.(trx|unfinished)$/.test(file)).map(file => file.replace(/\.(trx|unfinished)$/, '')))].sort();
const total = { passed: 0, failed: 0, skipped: 0 };

const plain = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'")
  .replace(/&#x([0-9A-F]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replaceAll('&amp;', '&');

function* results(trx) {
  for (const [, head, body = ''] of trx.matchAll(/<UnitTestResult\s([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    yield {
      name: plain(/testName="([^"]*)"/.exec(head)?.[1] ?? '?'),
      outcome: /outcome="([^"]*)"/.exec(head)?.[1] ?? 'Failed',
      message: plain(/<Message>([\s\S]*?)<\/Message>/.exec(body)?.[1] ?? /<StdOut>([\s\S]*?)<\/StdOut>/.exec(body)?.[1] ?? '').trim(),
      place: plain(/<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(body)?.[1] ?? '').split('\n').find(line => /\/tests\/.*:line \d+/.test(line))?.trim() ?? ''
    };
  }
}

// The figures that tests wrote to the console: lines that begin with the class, as in "[PowerCutTests] 20 images".
const figures = trx => plain(/<ResultSummary[\s\S]*?<StdOut>([\s\S]*?)<\/StdOut>/.exec(trx)?.[1] ?? '').split('\n').filter(line => /^\[\w+Tests\] /.test(line));

for (const name of names) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  if (files.includes(`${name}.trx`)) {
    const trx = readFileSync(join(folder, `${name}.trx`), 'utf8');
    for (const line of figures(trx)) {
      console.log(`FIGURE  ${line}`);
    }

    for (const result of results(trx)) {
      if (result.outcome === 'Passed') {
        count.passed++;
      } else if (result.outcome === 'NotExecuted') {
        count.skipped++;
        console.log(`SKIPPED ${result.name}: ${result.message.split('\n')[0]}`);
      } else {
        count.failed++;
        console.log(`FAILED  ${result.name}\n${[...result.message.split('\n'), result.place].filter(line => line !== '').map(line => '        ' + line).join('\n')}`);
      }
    }
  }

  // A run that ended badly without a failed test was cut short: that is a failure, whatever passed before.
  if (files.includes(`${name}.unfinished`) && count.failed === 0) {
    count.failed++;
    console.log(`FAILED  ${name}: ${readFileSync(join(folder, `${name}.unfinished`), 'utf8').trim()}`);
    const log = join(folder, `${name}.log`);
    if (files.includes(`${name}.log`)) {
      console.log(readFileSync(log, 'utf8').trim().split('\n').slice(-30).map(line => '        ' + line).join('\n'));
    }
  }

  console.log(`${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  for (const key of Object.keys(total)) {
    total[key] += count[key];
  }
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
