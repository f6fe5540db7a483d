// Lays the Studio's package out as the hub serves it: node lay-out.mjs TARGET.
// Of each file that the package also brings compressed only the Brotli form is kept: the hub unpacks it for the rare client that cannot.
// Beside the files, index.json says of each: its path, its digest, whether it lies compressed, and whether its name changes with its content.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const source = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), 'node_modules', '@elsa-workflows', 'elsa-studio-wasm');
const target = process.argv[2];
if (!target) {
  console.error('lay-out.mjs: say where to, as its argument.');
  process.exit(2);
}

// What only its makers need, and the page and settings in whose place ours stand.
const left = /(^|\/)(index\.html|appsettings\.json|package\.json|.*\.(map|pdb|scss))$/;
const text = /\.(css|dat|html|js|json|svg|ttf|wasm|webmanifest)$/;
const fingerprinted = /^_framework\/.+\.[a-z0-9]{10}\.[a-z]+$/;

const all = readdirSync(source, { recursive: true }).map(name => relative('.', name).split(sep).join('/')).filter(name => statSync(join(source, name)).isFile());
const names = new Set(all);
const files = [];
let bytes = 0;
rmSync(target, { recursive: true, force: true });
for (const name of all.filter(name => !/\.(br|gz)$/.test(name) && !left.test(name)).sort()) {
  const content = readFileSync(join(source, name));
  const brotli = names.has(`${name}.br`) || (text.test(name) && content.length > 1000);
  const path = join(target, brotli ? `${name}.br` : name);
  mkdirSync(dirname(path), { recursive: true });
  if (!brotli || names.has(`${name}.br`)) {
    cpSync(join(source, brotli ? `${name}.br` : name), path);
  } else {
    writeFileSync(path, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  }
  bytes += statSync(path).size;
  files.push({ path: name, brotli, immutable: fingerprinted.test(name), digest: createHash('sha256').update(content).digest('base64url').slice(0, 22) });
}

const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
writeFileSync(join(target, 'index.json'), JSON.stringify({ version, files }, null, 1));
console.log(`Elsa Studio ${version}: ${files.length} files, ${(bytes / 1048576).toFixed(1)} MiB`);
