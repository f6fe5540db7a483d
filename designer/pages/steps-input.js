import { choice, element, labelled, newId } from './steps-elements.js';
import { member, memberName } from './steps-model.js';
import { t, typed } from './steps-texts.js';

// One input of a step as form controls. Each function gives { field, write }: what to show, and how to put the answer into the step.
// What was not touched is not written, so that whatever the page does not know of it stays.

const plainTypes = ['Literal', 'Object', 'Json'];
const camel = name => name.charAt(0).toLowerCase() + name.slice(1);
const asText = value => value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
const isList = type => /\[\]$|^(I?List|ICollection|IEnumerable)</.test(type);
const isStructured = type => isList(type) || /Dictionary|Map$|^JSON$|^Json/.test(type);

/** @param scope variables, inputs and outputs of the workflow, and the names of other workflows. */
export function inputField(step, input, scope) {
  const key = memberName(step, camel(input.name)) ?? camel(input.name);
  const label = typed(input.displayName || input.name);
  if (!input.isWrapped) {
    return plainMember(step, key, input, label, scope);
  }

  const wrapped = member(step, key);
  const expression = wrapped !== null && typeof wrapped === 'object' ? wrapped.expression : wrapped === null || wrapped === undefined ? null : { type: 'Literal', value: wrapped };
  const plain = plainTypes.includes(expression?.type) ? expression.type : plainTypes.includes(input.defaultSyntax) && input.defaultSyntax !== 'Literal' || isStructured(input.typeName) ? 'Object' : 'Literal';
  const known = ['Variable', 'Input', 'JavaScript', 'Liquid'].filter(type => expression?.type === type || (type === 'Variable' ? scope.variables.length > 0 : type === 'Input' ? scope.inputs.length > 0 : true));
  const foreign = expression && !plainTypes.includes(expression.type) && !known.includes(expression.type) ? [[expression.type, expression.type]] : [];
  const begun = expression ? expression.type : plain;
  const first = { type: begun, text: referenceText(begun, expression?.value) };

  const help = input.description ? element('p', { class: 'help', id: newId() }, typed(input.description)) : null;
  const holder = element('div', { class: 'value' });
  const syntax = choice([[plain, t('syntaxes').plain], ...known.map(type => [type, t('syntaxes')[type]]), ...foreign], begun, { id: newId(), 'aria-label': typed(t('syntax')(label)), class: 'syntax' });
  let control = null;
  const show = () => {
    const text = syntax.value === first.type ? first.text : '';
    control = syntax.value === plain ? plainControl(input, text, plain, label, scope) : expressionControl(syntax.value, text, label, scope);
    holder.replaceChildren(control.field);
    const main = holder.querySelector('input, select, textarea');
    if (help && main) {
      main.setAttribute('aria-describedby', [help.id, main.getAttribute('aria-describedby')].filter(Boolean).join(' '));
    }
  };
  syntax.addEventListener('change', () => {
    show();
    holder.querySelector('input, select, textarea')?.focus();
  });
  show();
  const field = element('div', { class: 'input' }, holder, syntax, help);
  return {
    field,
    write(target) {
      const text = control.read();
      if (syntax.value === first.type && text === first.text) {
        return;
      }
      target[key] = text === '' ? null : {
        ...wrapped !== null && typeof wrapped === 'object' ? wrapped : {},
        typeName: wrapped?.typeName ?? input.typeName,
        expression: { type: syntax.value, value: reference(syntax.value, text, scope) }
      };
    }
  };
}

// A variable or an input is kept as an object or as its JSON text; the form shows which by its id or name.
function referenceText(type, value) {
  if (type !== 'Variable' && type !== 'Input') {
    return asText(value);
  }
  const parsed = parsedOrNull(value) ?? value;
  return typeof parsed === 'object' && parsed !== null ? parsed[type === 'Variable' ? 'id' : 'name'] ?? '' : asText(parsed);
}

function reference(type, text, scope) {
  const found = type === 'Variable' ? scope.variables.find(variable => variable.id === text) : type === 'Input' ? scope.inputs.find(input => input.name === text) : null;
  return found ? JSON.stringify(found) : text;
}

function expressionControl(type, text, label, scope) {
  if (type === 'Variable' || type === 'Input') {
    const options = type === 'Variable' ? scope.variables.map(variable => [variable.id, variable.name]) : scope.inputs.map(input => [input.name, input.displayName || input.name]);
    const others = text && !options.some(([value]) => value === text) ? [[text, text]] : [];
    const select = choice([['', t('choose')], ...options, ...others], text);
    return { field: labelled(label, select), read: () => select.value };
  }
  return area(label, text, { class: 'code', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off' });
}

/** The control of a plain value, by its type and the editor that the designer gives it. */
function plainControl(input, text, plain, label, scope) {
  const fallback = typed(t('isDefault')(input.typeName === 'Boolean' && typeof input.defaultValue === 'boolean' ? (input.defaultValue ? t('yes') : t('no')) : asText(input.defaultValue)));
  const options = (input.uiSpecifications?.dropdown?.selectList ?? input.uiSpecifications?.checklist?.checkList)?.items?.map(item => [asText(item.value), typed(item.text)]);
  const bilingual = both(text);
  if (input.typeName === 'Boolean' || input.typeName === 'Boolean?') {
    const value = /^true$/i.test(text) ? 'True' : /^false$/i.test(text) ? 'False' : text;
    return chosen([['', fallback], ['True', t('yes')], ['False', t('no')]], value, label, text);
  }
  if (options && input.uiHint === 'checklist') {
    const values = listOf(text);
    if (values && values.every(value => options.some(([option]) => option === value))) {
      return checked(options, values, label, text);
    }
  } else if (options) {
    return chosen([['', fallback], ...options], text, label, text);
  }
  if (isList(input.typeName) && listOf(text)) {
    const lines = area(label, listOf(text).join('\n'), {}, t('onePerLine'));
    const before = lines.read();
    return { field: lines.field, read: () => lines.read() === before ? text : lines.read().trim() === '' ? '' : JSON.stringify(lines.read().split('\n').map(line => line.trim()).filter(Boolean).map(line => input.typeName.startsWith('Int') ? Number(line) : line)) };
  }
  if (bilingual !== null && (text !== '' || /"fr"/.test(input.description ?? ''))) {
    return twoTexts(bilingual, label, text);
  }
  if (/^(Int16|Int32|Int64|Long|Single|Double|Decimal)\??$/.test(input.typeName) && (text === '' || !Number.isNaN(Number(text)))) {
    return line(label, text, { inputmode: 'decimal', placeholder: fallback, pattern: '-?[0-9]+([.][0-9]+)?' });
  }
  if (/^TimeSpan\??$/.test(input.typeName)) {
    return line(label, text, { placeholder: fallback, pattern: '-?([0-9]+[.])?[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?' }, t('durationHelp'));
  }
  const lists = { 'workflow-definition-picker': scope.workflows, 'output-picker': scope.outputs.map(output => [output.name, output.displayName || output.name]), 'outcome-picker': scope.outcomes.map(outcome => [outcome, outcome]) };
  if (lists[input.uiHint]?.length > 0 && !text.includes('\n')) {
    const others = text && !lists[input.uiHint].some(([value]) => value === text) ? [[text, text]] : [];
    return chosen([['', fallback], ...lists[input.uiHint], ...others], text, label, text);
  }
  return text.includes('\n') || plain === 'Object' || ['multiline', 'code-editor', 'json-editor', 'multitext'].includes(input.uiHint)
    ? area(label, text, input.uiHint === 'code-editor' || plain === 'Object' ? { class: 'code', spellcheck: 'false' } : {})
    : line(label, text, { placeholder: fallback });
}

function line(label, text, attributes, help) {
  const control = element('input', { type: 'text', autocomplete: 'off', ...attributes });
  control.value = text;
  return { field: labelled(label, control, help), read: () => control.value };
}

function area(label, text, attributes, help) {
  const control = element('textarea', { rows: Math.min(14, Math.max(2, text.split('\n').length + 1)), ...attributes });
  control.value = text;
  // A text area speaks of line ends its own way.
  const shown = control.value;
  return { field: labelled(label, control, help), read: () => control.value === shown ? text : control.value };
}

function chosen(options, value, label, text) {
  const others = value && !options.some(([option]) => option === value) ? [[value, value]] : [];
  const select = choice([...options, ...others], value);
  return { field: labelled(label, select), read: () => select.value === value ? text : select.value };
}

function checked(options, values, label, text) {
  const boxes = options.map(([value, name]) => {
    const box = element('input', { type: 'checkbox', value });
    box.checked = values.includes(value);
    return [box, element('label', { class: 'box' }, box, ` ${name}`)];
  });
  const field = element('fieldset', {}, element('legend', {}, label), ...boxes.map(([, shown]) => shown));
  return {
    field,
    read() {
      const now = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
      return JSON.stringify(now) === JSON.stringify(values) ? text : now.length === 0 ? '' : JSON.stringify(now);
    }
  };
}

function twoTexts(value, label, text) {
  const texts = ['fr', 'en'].map(code => [code, area(t(code === 'fr' ? 'french' : 'english'), value[code] ?? '', { lang: code })]);
  const field = element('fieldset', {}, element('legend', {}, label), ...texts.map(([, control]) => control.field));
  return {
    field,
    read() {
      const now = Object.fromEntries(texts.map(([code, control]) => [code, control.read()]));
      return now.fr === (value.fr ?? '') && now.en === (value.en ?? '') ? text : now.fr === '' && now.en === '' ? '' : JSON.stringify(now);
    }
  };
}

function both(text) {
  if (text === '') {
    return {};
  }
  const value = parsedOrNull(text);
  return value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0 && Object.entries(value).every(([key, inner]) => ['fr', 'en'].includes(key) && typeof inner === 'string') ? value : null;
}

function listOf(text) {
  if (text === '') {
    return [];
  }
  const value = parsedOrNull(text);
  return Array.isArray(value) && value.every(item => item !== null && typeof item !== 'object') ? value.map(String) : null;
}

function parsedOrNull(text) {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

// Inputs that stand in the step as plain JSON.
function plainMember(step, key, input, label, scope) {
  const value = member(step, key);
  if (input.uiHint === 'variable-picker') {
    const id = typeof value === 'object' && value !== null ? value.id ?? '' : asText(value);
    const control = expressionControl('Variable', id, label, scope);
    return { field: control.field, write: target => {
      const variable = scope.variables.find(variable => variable.id === control.read());
      if (control.read() !== id) {
        target[key] = variable ?? null;
      }
    } };
  }
  if (/switch-editor$/.test(input.uiHint) || input.uiHint === 'http-status-codes') {
    return rows(Array.isArray(value) ? value : [], key, label, input.uiHint === 'http-status-codes');
  }
  const options = input.uiSpecifications?.dropdown?.selectList?.items?.map(item => [asText(item.value), typed(item.text)]);
  if (input.typeName === 'Boolean') {
    const box = element('input', { type: 'checkbox' });
    box.checked = value === true;
    return { field: element('div', { class: 'input' }, element('label', { class: 'box' }, box, ` ${label}`), input.description ? element('p', { class: 'help' }, typed(input.description)) : null), write: target => { if (box.checked !== (value === true)) { target[key] = box.checked; } } };
  }
  const text = options ? asText(value) : value === undefined || value === null ? '' : JSON.stringify(value, null, 2);
  const control = options ? chosen([['', typed(t('isDefault')(asText(input.defaultValue)))], ...options], text, label, text) : area(label, text, { class: 'code', spellcheck: 'false' });
  return { field: element('div', { class: 'input' }, control.field, input.description ? element('p', { class: 'help' }, typed(input.description)) : null), write: target => {
    if (control.read() !== text) {
      target[key] = control.read() === '' ? null : options ? control.read() : parsed(control.read(), label);
    }
  } };
}

function parsed(text, label) {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(typed(t('badJson')(label)));
  }
}

// Cases of a switch ({ label, condition, activity }) or expected status codes ({ statusCode, activity }); the activity stays with its row.
function rows(cases, key, label, isStatus) {
  const list = element('div', { class: 'rows' });
  const field = element('fieldset', {}, element('legend', {}, label), list, element('p', {}));
  let touched = false;
  const kept = [];
  const add = item => {
    const condition = item.condition?.expression ?? item.condition;
    const name = element('input', isStatus ? { type: 'text', inputmode: 'numeric', pattern: '[0-9]{3}' } : { type: 'text', autocomplete: 'off' });
    name.value = asText(isStatus ? item.statusCode : item.label);
    const types = ['JavaScript', 'Liquid', 'Literal'];
    const syntax = choice([...new Set([...types, condition?.type ?? 'JavaScript'])].map(type => [type, t('syntaxes')[type] ?? t('syntaxes').plain]), condition?.type ?? 'JavaScript', { 'aria-label': typed(t('syntax')(t('caseCondition'))), class: 'syntax' });
    const code = element('textarea', { class: 'code', rows: 2, spellcheck: 'false' });
    code.value = asText(condition?.value);
    const row = { item, name, syntax, code };
    row.shown = element('div', { class: 'row' }, labelled(isStatus ? t('statusCode') : t('caseLabel'), name), ...isStatus ? [] : [labelled(t('caseCondition'), code), syntax],
      element('button', { type: 'button', class: 'quiet' }, t('removeCase')(name.value)));
    row.shown.querySelector('button').addEventListener('click', () => {
      touched = true;
      kept.splice(kept.indexOf(row), 1);
      row.shown.remove();
      more.focus();
    });
    row.shown.addEventListener('input', () => { touched = true; });
    kept.push(row);
    list.append(row.shown);
    return row;
  };
  const more = element('button', { type: 'button', class: 'quiet' }, t('addCase'));
  more.addEventListener('click', () => {
    touched = true;
    add({}).name.focus();
  });
  field.lastChild.append(more);
  cases.forEach(add);
  return {
    field,
    /** What became of the outcomes that the cases are: the new name, or null where the case is gone. */
    renamed: () => new Map(isStatus ? [] : cases.filter(item => item.label).map(item => [item.label, kept.find(row => row.item === item)?.name.value ?? null])),
    write(target) {
      if (touched) {
        target[key] = kept.map(({ item, name, syntax, code }) => isStatus
          ? { ...item, statusCode: Number(name.value) }
          : { ...item, label: name.value, condition: code.value === '' ? null : { type: syntax.value, value: code.value } });
      }
    }
  };
}
