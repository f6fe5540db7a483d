// Run by OverlayScriptTests: node translator.test.mjs FOLDER-OF-THE-OVERLAY. Silent and 0 when all is as expected.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
// The browser knows a module by its content type, Node by its name.
const { Translator } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(join(folder, 'translator.js'), 'utf8'))}`);

const small = new Translator({
  texts: { one: { Save: 'Enregistrer', Done: 'Terminé', 'Two words': 'Deux mots', Version: 'Version' } },
  patterns: [{ en: '{n} results', fr: '{n} résultats', one: '{n} résultat' }, { en: "Delete '{text}' of {n}?", fr: 'De {n}, supprimer « {text} » ?' }],
  places: [{ where: '.status', texts: { Done: 'Fini' } }],
  suggestions: [{ en: '{text} - Duplicate of {text}', fr: '{text} – copie' }],
  labels: { close: 'Fermer' }
});
const nowhere = () => false;
const ours = () => false;
const theirs = () => true;
const inStatus = selector => selector === '.status';

assert.equal(small.translate(' Save\n', nowhere, ours), ' Enregistrer\n');
assert.equal(small.translate('Two \n words', nowhere, ours), 'Deux mots');
assert.equal(small.translate('save', nowhere, ours), null);
assert.equal(small.translate('Save the whales', nowhere, ours), null);
assert.equal(small.translate('12 results', nowhere, ours), '12 résultats');
assert.equal(small.translate('1 results', nowhere, ours), '1 résultat');
assert.equal(small.translate("Delete 'a 'b' c' of 3?", nowhere, ours), "De 3, supprimer « a 'b' c » ?");
assert.equal(small.translate("Delete '$& $1 {n}' of 3?", nowhere, ours), 'De 3, supprimer « $& $1 {n} » ?');
// The users' parts keep their words, but for what is listed for just that place.
assert.equal(small.translate('Save', nowhere, theirs), null);
assert.equal(small.translate('12 results', nowhere, theirs), null);
assert.equal(small.translate('Done', nowhere, theirs), null);
assert.equal(small.translate('Done', inStatus, theirs), 'Fini');
assert.equal(small.translate('Done', nowhere, ours), 'Terminé');
assert.equal(small.suggest('Cantine - Duplicate of cantine-1'), 'Cantine – copie');
assert.equal(small.suggest('Cantine'), null);
// What it writes it knows, and does not take for English.
for (const text of ['Enregistrer', 'Fini', 'Fermer', '12 résultats', '1 résultat', 'De 3, supprimer « x » ?']) {
  assert.ok(small.writes(text), text);
  assert.equal(small.translate(text, nowhere, ours), null, text);
}
assert.ok(!small.writes('Save'));
assert.ok(small.knows('Save') && small.knows('Done') && !small.knows('Version') && !small.knows('whales'));

const whole = JSON.parse(readFileSync(join(folder, 'fr.json'), 'utf8'));
const translator = new Translator(whole);
for (const [english, french] of Object.values(whole.texts).flatMap(section => Object.entries(section))) {
  const said = translator.translate(english, nowhere, ours);
  assert.equal(said, french);
  assert.ok(translator.writes(said), said);
  // Saying it again changes nothing: the overlay sees its own writing.
  assert.ok([null, said].includes(translator.translate(said, nowhere, ours)), said);
}
for (const { en, fr } of whole.patterns) {
  const filled = pattern => pattern.replaceAll('{n}', '7').replaceAll('{text}', 'école');
  assert.equal(translator.translate(filled(en), nowhere, ours), filled(fr));
  assert.ok([null, filled(fr)].includes(translator.translate(filled(fr), nowhere, ours)), fr);
}
