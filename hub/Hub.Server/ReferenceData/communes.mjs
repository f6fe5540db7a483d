// node communes.mjs OUTPUT: the editions of INSEE's Code officiel géographique that npm brought, as one table of communes through time.
//
// Two sources meet on 1 January 2019. Before: the movements of communes since 1943, with their days. After: one edition a year, so that
// a change is known by the 1 January on which it shows first. Written compressed; `CommuneTable` reads it.
//
//   # <TAB> edition of the newest data
//   code <TAB> kind <TAB> department <TAB> region <TAB> commune that it lies in <TAB> postcodes <TAB> periods
//
// kind: C commune, D delegated or A associated part of a commune, M municipal district, - gone. Periods, the oldest first, separated by
// semicolons: from | until | day or year, how exact both are | code that followed | name. What is open is empty.
import { createRequire } from 'node:module';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [output] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), 'package.json'));
const editions = Object.keys(require('./package.json').dependencies).map(name => Number(name.slice('cog-'.length))).sort();
const read = (year, file) => require(`cog-${year}/data/${file}.json`);
const kinds = { 'commune-actuelle': 'C', 'commune-deleguee': 'D', 'commune-associee': 'A', 'arrondissement-municipal': 'M' };

/** code → periods, the oldest first */
const periods = new Map();
const periodsOf = code => periods.get(code) ?? periods.set(code, []).get(code);

// 1. The movements until the first edition.
const history = read(editions[0], 'historique-communes');
const byId = new Map(history.map(event => [event.id, event]));
const communeOf = id => {
  const event = byId.get(id);
  return event === undefined ? '' : event.type === 'COM' ? event.code : communeOf(event.pole);
};
for (const event of history.filter(each => each.type === 'COM')) {
  const successor = event.successeur === undefined ? '' : communeOf(event.successeur);
  periodsOf(event.code).push({ from: event.dateDebut ?? '', until: event.dateFin ?? '', exact: 'day', successor: successor === event.code ? '' : successor, name: event.nom });
}
for (const [code, list] of periods) {
  list.sort((a, b) => (a.from < b.from ? -1 : 1));
  const joined = [];
  for (const period of list) {
    const last = joined.at(-1);
    if (last !== undefined && last.name === period.name && last.until === period.from && last.successor === '') {
      last.until = period.until;
      last.successor = period.successor;
    } else {
      joined.push(period);
    }
  }
  periods.set(code, joined);
}

// 2. One edition after the other: what is new, what has another name, what is gone and where it went.
let before;
let newest;
for (const year of editions) {
  const records = read(year, 'communes');
  const now = new Map(records.filter(record => record.type === 'commune-actuelle').map(record => [record.code, record]));
  const wentTo = new Map(records.flatMap(record => (record.anciensCodes ?? []).map(code => [code, record.code])));
  for (const record of records.filter(each => each.chefLieu !== undefined && each.chefLieu !== each.code)) {
    wentTo.set(record.code, record.chefLieu);
  }
  const day = `${year}-01-01`;
  for (const [code, { nom: name }] of now) {
    const list = periodsOf(code);
    const open = list.at(-1);
    if (open === undefined || open.until !== '') {
      // Overseas communes are not in the movements: the first edition says nothing about when they began.
      list.push({ from: before === undefined || open === undefined && /^9[78]/.test(code) ? '' : day, until: '', exact: 'year', successor: '', name });
    } else if (before === undefined) {
      open.name = name;
    } else if (open.name !== name) {
      Object.assign(open, { until: day, exact: 'year' });
      list.push({ from: day, until: '', exact: 'year', successor: '', name });
    }
  }
  for (const [code, list] of periods) {
    const open = list.at(-1);
    if (open.until === '' && !now.has(code)) {
      Object.assign(open, { until: day, exact: 'year', successor: wentTo.get(code) ?? '' });
    }
  }
  before = now;
  newest = records;
}

// 3. What is true today, beside the periods.
const today = new Map();
for (const record of newest) {
  if (today.get(record.code)?.type !== 'commune-actuelle') {
    today.set(record.code, record);
  }
}
for (const record of newest) {
  for (const code of record.anciensCodes ?? []) {
    const list = periodsOf(code);
    if (list.length === 0) {
      list.push({ from: '', until: '', exact: 'year', successor: record.code, name: '' });
    }
  }
}
const regionOf = code => {
  for (let at = code, steps = 0; at !== undefined && at !== '' && steps < 20; at = periods.get(at)?.at(-1)?.successor, steps++) {
    if (today.has(at)) return today.get(at).region;
  }
  return '';
};
const departmentOf = code => (/^9[78]/.test(code) ? code.slice(0, 3) : code.slice(0, 2));
const lines = [...new Set([...periods.keys(), ...today.keys()])].sort().map(code => {
  const record = today.get(code);
  const within = record?.commune ?? (record?.type === 'commune-actuelle' ? '' : record?.chefLieu ?? '');
  const spans = (periods.get(code) ?? (record === undefined ? [] : [{ from: '', until: '', exact: 'year', successor: '', name: record.nom }]))
    .map(period => [period.from, period.until, period.exact, period.successor, period.name].join('|'));
  return [code, record === undefined ? '-' : kinds[record.type], record?.departement ?? departmentOf(code), record?.region ?? regionOf(code), within, (record?.codesPostaux ?? []).join(' '), spans.join(';')].join('\t');
});
if (lines.length < 39000 || lines.some(line => line.split('\t').length !== 7)) {
  throw new Error(`The editions gave ${lines.length} communes, some perhaps malformed: at least 39000 whole lines were expected.`);
}

mkdirSync(dirname(output), { recursive: true });
writeFileSync(`${output}.new`, gzipSync(`#\t${editions.at(-1)}-01-01\n${lines.join('\n')}\n`, { level: 9 }));
renameSync(`${output}.new`, output);
