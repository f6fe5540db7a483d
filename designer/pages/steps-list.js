import { element, newId } from './steps-elements.js';
import { t, typed } from './steps-texts.js';

// Shows an outline: lists of steps, each with its sentence, its data, what follows it, and the lists that it holds. What can be changed is asked of `tools`.

/** The id of a step on the page. */
export const anchor = number => `step-${number}`;

/** @param tools gives the editing parts: ofStep, ofGroup, ofContainer; each answers null where nothing may be changed. */
export function showOutline(outline, findings, tools) {
  return groupOf(outline.outline, null, 0, { findings, tools });
}

/** The steps of an outline with the list that each stands in, in reading order. */
export function* stepsOf(group, holder = null) {
  for (const step of [...group.steps, ...group.unreachable]) {
    yield { step, group, holder };
    for (const inner of step.groups) {
      yield* stepsOf(inner, step);
    }
  }
  for (const inner of group.groups) {
    yield* stepsOf(inner, holder);
  }
}

/** The node that a list's steps belong to: its container, else the step that holds the list. */
export const holderOf = (group, holder) => group.container?.nodeId ?? holder?.nodeId ?? null;

function groupOf(group, holder, depth, page) {
  const label = group.label ? element('p', { class: 'group-label', id: newId() }, typed(group.label)) : null;
  const about = group.container && holder ? element('p', { class: 'soft' }, typed(t('container')(group.container.kind, group.steps.length + group.unreachable.length)), group.container.name !== group.container.kind ? ` · ${typed(group.container.name)}` : '') : null;
  return element('div', { class: depth === 0 ? 'group root' : 'group' },
    label,
    group.sentence ? element('p', { class: 'soft' }, typed(group.sentence)) : null,
    about,
    group.container ? page.tools.ofContainer(group) : null,
    group.steps.length > 0 ? listOf(group.steps, group, holder, depth, page, label?.id) : group.groups.length === 0 ? element('p', { class: 'soft' }, t('empty')) : null,
    page.tools.ofGroup(group, holder),
    ...group.groups.map(inner => groupOf(inner, holder, depth, page)),
    group.unreachable.length > 0 ? unreachable(group, holder, depth, page) : null);
}

function unreachable(group, holder, depth, page) {
  const label = element('p', { class: 'group-label', id: newId() }, t('unreachable'));
  return element('div', { class: 'group stray' }, label, element('p', { class: 'soft' }, typed(t('unreachableHelp'))), listOf(group.unreachable, group, holder, depth, page, label.id));
}

function listOf(steps, group, holder, depth, page, labelId) {
  return element('ol', { class: 'steps', role: 'list', 'aria-labelledby': labelId, 'aria-label': labelId ? null : t('steps') }, ...steps.map(step => stepOf(step, group, holder, depth, page)));
}

function stepOf(step, group, holder, depth, page) {
  const heading = element(`h${Math.min(6, 2 + depth)}`, { id: anchor(step.number), tabindex: '-1', 'data-node': step.nodeId },
    element('span', { class: 'number' }, step.number), ` ${typed(step.name)}`, step.name === step.kind ? null : element('span', { class: 'kind' }, ` ${typed(step.kind)}`));
  const found = page.findings.filter(finding => finding.activityId === step.activityId);
  return element('li', { class: 'step' },
    heading,
    element('p', { class: 'sentence' }, typed(step.sentence)),
    step.note ? element('p', { class: 'note' }, typed(step.note)) : null,
    facts(step),
    found.length > 0 ? element('ul', { class: 'findings' }, ...found.map(finding => element('li', {}, finding.text))) : null,
    step.next.length > 0 ? element('ul', { class: 'next', 'aria-label': t('next') }, ...step.next.map(exitOf)) : null,
    page.tools.ofStep(step, group, holder),
    ...step.groups.map(inner => groupOf(inner, step, depth + 1, page)));
}

function facts(step) {
  const lines = [];
  if (step.starts) {
    lines.push(element('span', { class: 'tag start' }, t('starts')));
  }
  if (step.system) {
    lines.push(element('span', { class: 'tag' }, typed(`${t('system')} ${step.system}`)));
  }
  if (step.dataCategories.length > 0) {
    lines.push(element('span', { class: 'tag data' }, typed(`${t('data')}${t('colon')}`), step.dataCategories.map(use => typed(`${use.label} (${use.reads && use.receives ? t('both') : use.reads ? t('reads') : t('receives')})`)).join(', ')));
  }
  if (step.uses) {
    lines.push(element('a', { href: `/designer/workflows/definitions/${encodeURIComponent(step.uses.definitionId)}/steps` }, typed(t('uses')(step.uses.name))));
  }
  return lines.length > 0 ? element('p', { class: 'facts' }, ...lines) : null;
}

function exitOf(exit) {
  const text = typed(exit.text);
  return element('li', { class: exit.isBack ? 'back' : exit.target ? null : 'end' }, exit.target ? element('a', { href: `#${anchor(exit.target.number)}` }, text) : text);
}
