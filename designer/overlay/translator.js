// Our dictionary of the Studio's own words: finds the French of an English text, and knows a French text of ours when it meets one.
// Nothing here touches a page, so that the same rules serve the overlay, the search for untranslated texts, and the tests.

const kinds = { n: '([0-9][0-9\\s\\u00a0\\u202f.,]*)', text: '([^]+?)' };
const hole = /\{(n|text)\}/g;
const escape = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const parts = text => /^(\s*)([^]*?)(\s*)$/.exec(text);
const plain = text => text.replace(/\s+/g, ' ');

// A text with holes for values, as an expression; and how many groups it has.
function expression(pattern) {
  let last = 0;
  let source = '';
  let groups = 0;
  for (const found of pattern.matchAll(hole)) {
    source += escape(pattern.slice(last, found.index)) + kinds[found[1]];
    last = found.index + found[0].length;
    groups++;
  }
  return { source: source + escape(pattern.slice(last)), groups };
}

// Many patterns tried at once: only one expression runs over each text, and most texts fail at its first letter.
function patterns(list) {
  if (list.length === 0) {
    return () => null;
  }
  const compiled = [];
  let group = 1;
  let source = '';
  for (const entry of list) {
    const { source: one, groups } = expression(entry.pattern);
    source += `${source ? '|' : ''}()${one}`;
    compiled.push({ ...entry, mark: group, groups });
    group += groups + 1;
  }
  const all = new RegExp(`^(?:${source})$`);
  return text => {
    const found = all.exec(text);
    const entry = found && compiled.find(entry => found[entry.mark] !== undefined);
    return entry ? { entry, values: found.slice(entry.mark + 1, entry.mark + 1 + entry.groups) } : null;
  };
}

// The values go where the translation has its holes, kind by kind, in their order.
function fill(entry, values) {
  const holes = [...entry.pattern.matchAll(hole)].map(found => found[1]);
  const left = { n: values.filter((_, index) => holes[index] === 'n'), text: values.filter((_, index) => holes[index] === 'text') };
  const one = entry.one !== undefined && Number(left.n[0]) < 2;
  return (one ? entry.one : entry.fr).replace(hole, (_, kind) => left[kind].shift() ?? '');
}

export class Translator {
  #texts = new Map();
  #places = new Map();
  #french = new Set();
  #find;
  #made;
  #suggested;

  /** A dictionary as `fr.json` holds it: texts by section, patterns for texts with values, texts that mean something else in one place. */
  constructor(dictionary) {
    for (const section of Object.values(dictionary.texts)) {
      for (const [english, french] of Object.entries(section)) {
        this.#texts.set(english, french);
        this.#french.add(french);
      }
    }
    for (const { where, texts } of dictionary.places) {
      for (const [english, french] of Object.entries(texts)) {
        this.#places.set(english, [...this.#places.get(english) ?? [], { where, french }]);
        this.#french.add(french);
      }
    }
    Object.values(dictionary.labels).forEach(label => this.#french.add(label));
    this.#find = patterns(dictionary.patterns.map(entry => ({ ...entry, pattern: entry.en })));
    this.#suggested = patterns((dictionary.suggestions ?? []).map(entry => ({ ...entry, pattern: entry.en })));
    this.#made = patterns(dictionary.patterns.flatMap(entry => [entry.fr, entry.one]).filter(Boolean).map(pattern => ({ pattern })));
  }

  /**
   * The French of a text, with its own white space around it; null where the dictionary has none for it. `isIn(selector)` tells where the text
   * stands, and `isContent()` whether that part is the users': of theirs, only what the dictionary lists for just that place is said.
   */
  translate(text, isIn, isContent) {
    const [, before, inner, after] = parts(text);
    const english = plain(inner);
    const here = this.#places.get(english)?.find(place => isIn(place.where))?.french;
    if (here !== undefined) {
      return before + here + after;
    }
    const french = this.#texts.get(english) ?? this.#fromPattern(english);
    return french === undefined || isContent() ? null : before + french + after;
  }

  #fromPattern(english) {
    const found = english.length < 2000 && !this.#french.has(english) ? this.#find(english) : null;
    return found ? fill(found.entry, found.values) : undefined;
  }

  /** What a field that the Studio fills in beforehand should hold instead; null where it holds something else. */
  suggest(value) {
    const found = this.#suggested(value);
    return found ? fill(found.entry, found.values) : null;
  }

  /** Whether a text is in English here and this dictionary has another word for it. */
  knows(text) {
    const english = plain(parts(text)[2]);
    const french = this.#texts.get(english) ?? this.#places.get(english)?.[0].french;
    return french !== undefined && french !== english;
  }

  /** Whether a text is one that this dictionary writes. */
  writes(text) {
    const french = parts(text)[2].replace(/[^\S\u00a0\u202f]+/g, ' ');
    return this.#french.has(french) || (french.length < 2000 && this.#made(french) !== null);
  }
}
