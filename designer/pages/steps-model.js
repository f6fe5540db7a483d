// Changes to a workflow definition, as the designer's JSON holds it. Nothing here touches the page: each function changes the model given to it.

const skipped = new Set(['metadata', 'customProperties', 'variables', 'connections']);
const isStep = value => value !== null && typeof value === 'object' && typeof value.type === 'string' && typeof value.nodeId === 'string';
const gap = { x: 260, y: 110 };

/** The member of an object by its name in any case. */
export function member(object, name) {
  const key = memberName(object, name);
  return key === undefined ? undefined : object[key];
}

export function memberName(object, name) {
  return name in object ? name : Object.keys(object).find(key => key.toLowerCase() === name.toLowerCase());
}

/** Where a step stands: itself, what holds it (null for the root), and a way to put another in its place. */
export function find(model, nodeId) {
  const open = [{ step: model.root, holder: null, owner: model, key: 'root', list: null, above: [] }];
  while (open.length > 0) {
    const place = open.pop();
    if (place.step.nodeId === nodeId) {
      return place;
    }
    open.push(...heldBy(place));
  }
  return null;
}

/** All that a step holds, itself not. */
export function inside(step) {
  const found = [];
  const open = [{ step, above: [] }];
  while (open.length > 0) {
    const held = heldBy(open.pop());
    found.push(...held.map(place => place.step));
    open.push(...held);
  }
  return found;
}

function heldBy(place) {
  const { step } = place;
  const above = [...place.above, step];
  const held = [];
  for (const [key, value] of Object.entries(step)) {
    if (skipped.has(key) || value === null || typeof value !== 'object') {
      continue;
    }
    if (isStep(value)) {
      held.push({ step: value, holder: step, owner: step, key, list: null, above });
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        if (isStep(item)) {
          held.push({ step: item, holder: step, owner: value, key: index, list: value, above });
        } else if (item !== null && typeof item === 'object') {
          for (const [inner, own] of Object.entries(item)) {
            if (isStep(own)) {
              held.push({ step: own, holder: step, owner: item, key: inner, list: null, above });
            }
          }
        }
      });
    }
  }
  return held;
}

/** The variables that a step may use: its containers' and the workflow's. */
export function variablesFor(model, nodeId) {
  const place = find(model, nodeId);
  const scopes = place ? [...place.above].reverse().map(step => step.variables ?? []) : [];
  return [...scopes, model.variables ?? []].flat().filter((variable, index, all) => all.findIndex(other => other.id === variable.id) === index);
}

/** A new step of a kind, with an id of its own and a name that no other has. */
export function create(model, kind, title) {
  const names = new Set([model.root, ...inside(model.root)].map(step => step.name));
  let number = 1;
  while (names.has(`${kind.name}${number}`)) {
    number++;
  }
  const step = {
    id: newId(), nodeId: '', name: `${kind.name}${number}`, type: kind.typeName, version: kind.version,
    customProperties: { canStartWorkflow: false, runAsynchronously: false },
    metadata: title ? { displayText: title } : {}
  };
  for (const [name, value] of Object.entries(kind.constructionProperties ?? {})) {
    step[name.charAt(0).toLowerCase() + name.slice(1)] = value;
  }
  return step;
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Puts a step into a flowchart: after an outcome of another, before what followed it; or alone, where there is none yet. */
export function insertIntoFlow(flow, step, after, outcome) {
  flow.activities ??= [];
  flow.connections ??= [];
  step.nodeId = `${flow.nodeId}:${step.id}`;
  const before = flow.activities.find(other => other.id === after);
  place(flow, step, before);
  const at = before ? flow.activities.indexOf(before) + 1 : flow.activities.length;
  flow.activities.splice(at, 0, step);
  if (before) {
    link(flow, step, after, outcome);
  }
}

function link(flow, step, after, outcome) {
  // What followed the outcome follows the new step.
  for (const connection of flow.connections.filter(connection => leaves(connection, after, outcome))) {
    connection.source = { activity: step.id, port: 'Done' };
    connection.vertices = [];
  }
  flow.connections.push(connected(after, outcome, step.id));
}

const connected = (source, port, target) => ({ source: { activity: source, port }, target: { activity: target, port: 'In' }, vertices: [] });

const leaves = (connection, id, outcome) => connection.source.activity === id && (connection.source.port || 'Done') === outcome;

/** Where an outcome leads from now on; null takes the connection away. Without an earlier target a connection is added. */
export function reconnect(flow, id, outcome, earlier, target) {
  const index = flow.connections.findIndex(connection => leaves(connection, id, outcome) && connection.target.activity === earlier);
  if (index >= 0) {
    flow.connections.splice(index, 1);
  }
  if (target !== null && !flow.connections.some(connection => leaves(connection, id, outcome) && connection.target.activity === target)) {
    flow.connections.splice(index < 0 ? flow.connections.length : index, 0, connected(id, outcome, target));
  }
}

/** Connections follow the new names of the outcomes that they leave by; those of an outcome that is gone go with it. */
export function renameOutcomes(flow, id, names) {
  flow.connections = (flow.connections ?? []).filter(connection => connection.source.activity !== id || names.get(connection.source.port) !== null);
  for (const connection of flow.connections.filter(connection => connection.source.activity === id)) {
    connection.source.port = names.get(connection.source.port) ?? connection.source.port;
  }
}

/** The steps that follow a step of a flowchart, by their ids. */
export const followers = (flow, id) => [...new Set((flow.connections ?? []).filter(connection => connection.source.activity === id).map(connection => connection.target.activity))];

// What led to the step leads to the only step that followed it, or nowhere.
function bridge(flow, id) {
  const others = followers(flow, id).filter(target => target !== id);
  const on = others.length === 1 ? others[0] : null;
  const leading = flow.connections.filter(connection => connection.target.activity === id && connection.source.activity !== id);
  flow.connections = flow.connections.filter(connection => connection.source.activity !== id && connection.target.activity !== id);
  for (const { source } of leading) {
    if (on !== null && source.activity !== on) {
      reconnect(flow, source.activity, source.port || 'Done', undefined, on);
    }
  }
}

/** Takes a step away, with all that it holds. */
export function remove(model, nodeId) {
  const at = find(model, nodeId);
  if (at.holder !== null && at.list !== null && at.holder.type === 'Elsa.Flowchart') {
    bridge(at.holder, at.step.id);
  }
  if (at.list !== null) {
    at.list.splice(at.key, 1);
  } else {
    at.owner[at.key] = null;
  }
}

/** A step of a flowchart goes to another place in it: after an outcome of another step. Only where one step at most follows it. */
export function moveInFlow(flow, id, after, outcome) {
  bridge(flow, id);
  const step = flow.activities.find(other => other.id === id);
  link(flow, step, after, outcome);
}

/** A step of a list goes one place up (-1) or down (1). */
export function moveInList(model, nodeId, by) {
  const at = find(model, nodeId);
  const to = at.key + by;
  if (at.list !== null && to >= 0 && to < at.list.length) {
    at.list.splice(at.key, 1);
    at.list.splice(to, 0, at.step);
  }
}

/** Puts a step right after another one of a list; one that stands alone in its place is put into a sequence with it. */
export function insertAfter(model, nodeId, step, sequence) {
  const at = find(model, nodeId);
  if (at.list !== null && ['Elsa.Sequence', 'Elsa.Parallel'].includes(at.holder.type)) {
    step.nodeId = `${at.holder.nodeId}:${step.id}`;
    at.list.splice(at.key + 1, 0, step);
    return;
  }
  const holder = at.holder ? at.holder.nodeId : nodeId.split(':').slice(0, -1).join(':');
  sequence.nodeId = `${holder}:${sequence.id}`;
  step.nodeId = `${sequence.nodeId}:${step.id}`;
  sequence.activities = [at.step, step];
  sequence.variables = [];
  at.owner[at.key] = sequence;
}

/** Puts a step where a list or a port of another is empty. */
export function insertInto(model, group, holderNodeId, step) {
  const holder = find(model, holderNodeId).step;
  if (group.flow === 'flowchart') {
    insertIntoFlow(holder, step, null, null);
    return;
  }
  step.nodeId = `${holder.nodeId}:${step.id}`;
  if (group.flow === 'sequence' || group.flow === 'parallel') {
    (holder.activities ??= []).push(step);
    return;
  }
  // A case's own activity is told by its list alone; other members of a list's objects by list and member.
  const [list, inner] = group.port.split('.');
  const key = memberName(holder, list) ?? list;
  if (group.position === null) {
    holder[key] = step;
  } else if (inner || !Array.isArray(holder[key]) || holder.type !== 'Elsa.Fork') {
    holder[key][group.position][inner ?? 'activity'] = step;
  } else {
    holder[key][group.position] = step;
  }
}

// To the right of the step before it, and lower until nothing is in the way.
function place(flow, step, before) {
  const origin = before?.metadata?.designer?.position;
  const taken = flow.activities.map(other => other.metadata?.designer?.position).filter(Boolean);
  const position = origin ? { x: origin.x + gap.x, y: origin.y } : { x: 60, y: taken.length > 0 ? Math.max(...taken.map(other => other.y)) + gap.y : 60 };
  while (taken.some(other => Math.abs(other.x - position.x) < gap.x - 40 && Math.abs(other.y - position.y) < gap.y - 20)) {
    position.y += gap.y;
  }
  step.metadata.designer = { position, size: { width: 210, height: 68 } };
}
