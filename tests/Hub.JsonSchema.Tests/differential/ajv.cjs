// Validates as ajv does. One JSON line in, { schema, documents, formats }, documents being JSON texts; one out, { verdicts } or { error }.
const { createInterface } = require('node:readline');
const Draft07 = require('ajv').default;
const Draft201909 = require('ajv/dist/2019').default;
const Draft202012 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

// As the standard has it where ajv leaves the choice: JSON has no prototypes, 0.3 is divisible by 0.1, and in draft-07 a reference stands alone.
const options = (dialect, formats) => ({ strict: false, ownProperties: true, multipleOfPrecision: 9, ignoreKeywordsWithRef: dialect.includes('draft-07'), validateFormats: formats, logger: false, addUsedSchema: false });
const dialects = {
  'http://json-schema.org/draft-07/schema#': Draft07,
  'https://json-schema.org/draft/2019-09/schema': Draft201909,
  'https://json-schema.org/draft/2020-12/schema': Draft202012,
};
const engines = new Map();

// An engine keeps what it has compiled: a new one from time to time.
function engineFor(dialect, formats) {
  const key = dialect + formats;
  let engine = engines.get(key);
  if (engine === undefined || engine.uses++ > 200) {
    engine = { uses: 0, ajv: new dialects[dialect](options(dialect, formats)) };
    if (formats) addFormats(engine.ajv);
    engines.set(key, engine);
  }
  return engine.ajv;
}

createInterface({ input: process.stdin }).on('line', line => {
  let answer;
  try {
    const { schema, documents, formats } = JSON.parse(line);
    const validate = engineFor(schema.$schema, formats).compile(schema);
    answer = { verdicts: documents.map(document => validate(JSON.parse(document))) };
  } catch (error) {
    answer = { error: String(error.message).slice(0, 300) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
