import { button, byId, choice, element, labelled, newId } from './steps-elements.js';
import { inputField } from './steps-input.js';
import { holderOf } from './steps-list.js';
import * as edit from './steps-model.js';
import { t, typed } from './steps-texts.js';

// What may be changed at a step: its settings, what follows it, its place. Built when it is opened, since most steps are only read.

const sequence = { typeName: 'Elsa.Sequence', name: 'Sequence', version: 1 };
const listed = ['sequence', 'parallel'];

/**
 * @param page kinds, outline's steps in order, the model as it stands, names of other workflows, and change(act, say, focus): saves what act does to a copy of the model.
 */
export function editing(page) {
  return {
    ofStep: (step, group, holder) => panel(t('edit')(step.number, typed(step.name)), step.nodeId, panelOf => fillStep(panelOf, page, step, group, holder)),
    ofContainer: group => panel(t('editContainer')(typed(group.container.name)), group.container.nodeId, panelOf => fillContainer(panelOf, page, group)),
    ofGroup: (group, holder) => isOpen(group) ? panel(typed(t('addTo')(group.label)), null, panelOf => panelOf.append(addForm(page, null, (model, step) => edit.insertInto(model, group, holderOf(group, holder), step)))) : null
  };
}

export const reading = { ofStep: () => null, ofGroup: () => null, ofContainer: () => null };

// At the end of a list, or where nothing is yet; a flowchart grows from its steps.
const isOpen = group => listed.includes(group.flow) || (group.flow === 'single' && group.steps.length === 0 && group.port !== null && group.port !== 'root') || (group.flow === 'flowchart' && group.steps.length + group.unreachable.length === 0);

function panel(title, nodeId, fill) {
  const body = element('div', { class: 'panel' });
  const details = element('details', { class: 'edit', 'data-edit': nodeId }, element('summary', {}, title), body);
  details.addEventListener('toggle', () => {
    if (details.open && body.childElementCount === 0) {
      fill(body);
    }
  });
  return details;
}

function fillContainer(body, page, group) {
  const { step } = edit.find(page.model, group.container.nodeId);
  body.append(settingsForm(page, step, page.kinds.get(step.type), []));
}

function fillStep(body, page, step, group, holder) {
  const at = edit.find(page.model, step.nodeId);
  const kind = page.kinds.get(at.step.type);
  const inFlow = group.flow === 'flowchart';
  const siblings = inFlow ? [...group.steps, ...group.unreachable] : [];
  body.append(settingsForm(page, at.step, kind, inFlow ? outcomeFields(step, siblings) : []));
  if (group.flow === 'flat' || group.flow === 'states') {
    body.append(element('p', { class: 'soft' }, typed(t('flat'))));
    return;
  }
  body.append(element('details', { class: 'more' }, element('summary', {}, t('add')), addForm(page, inFlow ? step : null, (model, added, outcome) => {
    if (inFlow) {
      edit.insertIntoFlow(edit.find(model, step.nodeId).holder, added, step.activityId, outcome);
    } else {
      edit.insertAfter(model, step.nodeId, added, edit.create(model, sequence));
    }
  })));
  if (inFlow) {
    body.append(moveForm(page, step, siblings));
  } else if (listed.includes(group.flow) || at.holder?.type === 'Elsa.Fork') {
    body.append(moveButtons(page, step, at));
  }
  if (at.holder !== null) {
    body.append(element('p', {}, button(t('remove')(step.number), () => askRemoval(page, step, group), { class: 'danger' })));
  }
}

// The settings, and with them where the outcomes lead: one form, one save.
function settingsForm(page, step, kind, outcomes) {
  const scope = {
    variables: edit.variablesFor(page.model, step.nodeId), inputs: page.model.inputs ?? [], outputs: page.model.outputs ?? [], outcomes: page.model.outcomes ?? [], workflows: page.workflows
  };
  const name = element('input', { type: 'text', autocomplete: 'off' });
  name.value = step.metadata?.displayText ?? '';
  name.placeholder = kind ? typed(kind.displayName) : step.type;
  const note = element('textarea', { rows: 2 });
  note.value = step.metadata?.description ?? '';
  const canStart = kind?.kind === 'Trigger' ? element('input', { type: 'checkbox' }) : null;
  if (canStart) {
    canStart.checked = step.customProperties?.canStartWorkflow === true;
  }
  const inputs = (kind?.inputs ?? []).filter(input => input.isBrowsable && !input.isReadOnly).map(input => inputField(step, input, scope));
  const results = (kind?.outputs ?? []).filter(output => output.isBrowsable).map(output => resultField(step, output, scope));
  const error = element('p', { class: 'bad', role: 'alert', hidden: true });
  const form = element('form', { class: 'settings', novalidate: false },
    labelled(t('name'), name), labelled(t('note'), note, typed(t('noteHelp'))),
    canStart ? element('label', { class: 'box' }, canStart, ` ${t('canStart')}`) : null,
    inputs.length > 0 ? element('fieldset', { class: 'wide' }, element('legend', {}, t('settings')), ...inputs.map(input => input.field)) : null,
    results.length > 0 ? element('fieldset', { class: 'wide' }, element('legend', {}, t('results')), ...results.map(result => result.field)) : null,
    outcomes.length > 0 ? element('fieldset', { class: 'wide' }, element('legend', {}, t('outcomes')), ...outcomes.map(outcome => outcome.field)) : null,
    error,
    element('p', { class: 'tools' }, element('button', { type: 'submit', class: 'main' }, t('save')), button(t('cancel'), () => page.show(step.nodeId))));
  form.addEventListener('submit', event => {
    event.preventDefault();
    error.hidden = true;
    page.change(model => {
      const at = edit.find(model, step.nodeId);
      const target = at.step;
      target.metadata ??= {};
      if (name.value !== (step.metadata?.displayText ?? '')) {
        target.metadata.displayText = name.value;
      }
      if (note.value !== (step.metadata?.description ?? '')) {
        target.metadata.description = note.value;
      }
      if (canStart) {
        target.customProperties = { ...target.customProperties, canStartWorkflow: canStart.checked };
      }
      for (const part of [...inputs, ...results]) {
        part.write(target);
      }
      for (const outcome of outcomes) {
        outcome.write(at.holder);
      }
      // The connections of a case follow its name.
      for (const part of inputs.filter(part => part.renamed && at.holder?.type === 'Elsa.Flowchart')) {
        edit.renameOutcomes(at.holder, target.id, part.renamed());
      }
    }, version => t('saved')(version), step.nodeId).catch(mistake => {
      if (!(mistake instanceof SyntaxError)) {
        throw mistake;
      }
      error.textContent = mistake.message;
      error.hidden = false;
    });
  });
  return form;
}

function resultField(step, output, scope) {
  const key = edit.memberName(step, output.name.charAt(0).toLowerCase() + output.name.slice(1)) ?? output.name.charAt(0).toLowerCase() + output.name.slice(1);
  const value = edit.member(step, key)?.memoryReference?.id ?? '';
  const options = [['', t('notKept')], ...scope.variables.map(variable => [variable.id, variable.name]), ...scope.outputs.map(result => [result.name, result.displayName || result.name])];
  const select = choice(value && !options.some(([option]) => option === value) ? [...options, [value, value]] : options, value);
  return {
    field: labelled(typed(output.displayName || output.name), select, typed(output.description || t('resultHelp'))),
    write(target) {
      if (select.value !== value) {
        target[key] = select.value === '' ? null : { typeName: output.typeName, memoryReference: { id: select.value } };
      }
    }
  };
}

function outcomeFields(step, siblings) {
  const targets = [['', t('nowhere')], ...siblings.map(other => [other.activityId, typed(t('toStep')(other.number, other.name))])];
  return step.next.map(exit => {
    const before = exit.target?.activityId ?? '';
    const select = choice(targets, before);
    return {
      field: labelled(typed(exit.label), select),
      write(flow) {
        if (select.value !== before) {
          flow.connections ??= [];
          edit.reconnect(flow, step.activityId, exit.outcome, before || undefined, select.value || null);
        }
      }
    };
  });
}

function addForm(page, after, insert) {
  const groups = new Map();
  for (const kind of [...page.kinds.values()].filter(kind => kind.isBrowsable).sort((a, b) => a.displayName.localeCompare(b.displayName))) {
    groups.set(kind.category, [...groups.get(kind.category) ?? [], kind]);
  }
  const select = element('select', { required: true }, element('option', { value: '' }, t('choose')),
    ...[...groups].sort(([a], [b]) => a.localeCompare(b)).map(([category, kinds]) => element('optgroup', { label: typed(category) }, ...kinds.map(kind => element('option', { value: kind.typeName }, typed(kind.displayName))))));
  const about = element('p', { class: 'help', id: newId(), 'aria-live': 'polite' });
  select.addEventListener('change', () => { about.textContent = typed(page.kinds.get(select.value)?.description ?? ''); });
  const name = element('input', { type: 'text', autocomplete: 'off' });
  const outcomes = [...new Map((after?.next ?? []).map(exit => [exit.outcome, exit])).values()];
  const outcome = outcomes.length > 1 ? choice(outcomes.map(exit => [exit.outcome, typed(exit.label)]), outcomes[0].outcome) : null;
  const form = element('form', { class: 'add' }, labelled(t('kind'), select), about, labelled(t('name'), name), outcome ? labelled(t('after'), outcome) : null,
    element('p', { class: 'tools' }, element('button', { type: 'submit', class: 'main' }, t('addButton'))));
  form.addEventListener('submit', event => {
    event.preventDefault();
    const kind = page.kinds.get(select.value);
    let added = null;
    page.change(model => {
      added = edit.create(model, kind, name.value.trim());
      insert(model, added, outcome?.value ?? outcomes[0]?.outcome ?? 'Done');
    }, version => typed(t('added')(name.value.trim() || kind.displayName, version)), () => added.nodeId, true);
  });
  return form;
}

function moveForm(page, step, siblings) {
  const followers = new Set(step.next.filter(exit => exit.target).map(exit => exit.target.activityId));
  if (followers.size > 1) {
    return element('details', { class: 'more' }, element('summary', {}, t('move')), element('p', {}, typed(t('cannotMove'))));
  }
  const places = siblings.filter(other => other.activityId !== step.activityId).flatMap(other => [...new Map(other.next.map(exit => [exit.outcome, exit])).values()]
    .map(exit => [JSON.stringify([other.activityId, exit.outcome]), typed(`${t('toStep')(other.number, other.name)}, ${exit.label}`)]));
  const select = choice(places, places[0]?.[0]);
  const form = element('form', { class: 'add' }, labelled(t('moveAfter'), select), element('p', { class: 'tools' }, element('button', { type: 'submit' }, t('moveButton'))));
  form.addEventListener('submit', event => {
    event.preventDefault();
    const [after, outcome] = JSON.parse(select.value);
    page.change(model => edit.moveInFlow(edit.find(model, step.nodeId).holder, step.activityId, after, outcome), () => t('moved'), step.nodeId);
  });
  return places.length === 0 ? '' : element('details', { class: 'more' }, element('summary', {}, t('move')), form);
}

function moveButtons(page, step, at) {
  const go = by => page.change(model => edit.moveInList(model, step.nodeId, by), () => t('moved'), step.nodeId);
  return element('p', { class: 'tools' },
    at.key > 0 ? button(t('up')(step.number), () => go(-1)) : null,
    at.key < at.list.length - 1 ? button(t('down')(step.number), () => go(1)) : null);
}

// Tells what a removal does before it is done.
function askRemoval(page, step, group) {
  const held = edit.inside(edit.find(page.model, step.nodeId).step).length;
  const followers = [...new Map(step.next.filter(exit => exit.target && exit.target.activityId !== step.activityId).map(exit => [exit.target.activityId, exit.target])).values()];
  const dialog = byId('confirm');
  byId('confirm-title').textContent = typed(t('removeTitle')(step.name));
  byId('confirm-text').textContent = typed([
    group.flow !== 'flowchart' ? (listed.includes(group.flow) ? t('removeIn') : '') : followers.length === 1 ? t('removeOn')(followers[0].name) : followers.length === 0 ? t('removeAlone') : t('removeMany'),
    held > 0 ? t('removeInside')(held) : ''].filter(Boolean).join(' '));
  byId('confirm-yes').textContent = t('removeSure');
  dialog.returnValue = '';
  dialog.showModal();
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'yes') {
      page.change(model => edit.remove(model, step.nodeId), () => typed(t('removed')), page.before(step.nodeId));
    }
  }, { once: true });
}
