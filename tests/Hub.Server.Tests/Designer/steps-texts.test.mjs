// The words of the pages of a workflow's steps and versions: each in both languages, each used, none missing.
// Usage: node steps-texts.test.mjs <designer/pages>
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const folder = process.argv[2];
const read = name => readFileSync(`${folder}/${name}`, 'utf8');
globalThis.window = { hubPage: { language: 'fr', title: () => {} } };
const source = `${read('steps-texts.js')}\nexport const both = texts;`;
const { both } = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
const pages = ['steps.js', 'steps-list.js', 'steps-edit.js', 'steps-input.js', 'steps-hub.js', 'compare.js', 'steps.html', 'compare.html'].map(read).join('\n');

assert.deepEqual(Object.keys(both.fr), Object.keys(both.en));
for (const [key, text] of Object.entries(both.fr)) {
  assert.equal(typeof both.en[key], typeof text, key);
  assert.ok(new RegExp(`'${key}'|words="${key}"`).test(pages), `${key} is said nowhere`);
  assert.ok(typeof text !== 'string' || !/'/.test(text), `${key}: French writes ’`);
}
for (const [, key] of pages.matchAll(/\bt\('([a-zA-Z]+)'\)|words="([a-zA-Z]+)"/g)) {
  assert.ok(key === undefined || key in both.fr, `${key} is no word`);
}
console.log(`${Object.keys(both.fr).length} words in both languages.`);
