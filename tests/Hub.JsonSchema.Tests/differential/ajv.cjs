// Validates as ajv does. One JSON line in, { schema, documents, formats }, documents being JSON texts; one out, { verdicts } or { error }.
const { createInterface } = require('node:readline');
const Draft07 = require('ajv').default;
const Draft201909 = require('ajv/dist/2019').default;
const Draft202012 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const options = formats => ({ strict: false, validateFormats: formats, logger: false, addUsedSchema: false });
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
    engine = { uses: 0, ajv: new dialects[dialect](options(formats)) };
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
