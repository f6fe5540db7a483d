// Random changes to random workflows with the functions of designer/pages/steps-model.js: whatever is done, the workflow stays whole.
// Usage: node steps-model.test.mjs <path to steps-model.js>. Says what it did, or fails with the change that broke something.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const source = readFileSync(process.argv[2], 'utf8');
const edit = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);

let state = 20261122;
const dice = below => (state = (state * 1103515245 + 12345) % 2147483648) % below;
const pick = list => list[dice(list.length)];
const line = { typeName: 'Elsa.WriteLine', name: 'WriteLine', version: 1 };
const sequence = { typeName: 'Elsa.Sequence', name: 'Sequence', version: 1 };

function flowchart(size) {
  const activities = Array.from({ length: size }, (_, i) => ({ id: `a${i}`, nodeId: `Workflow1:flow:a${i}`, name: `WriteLine${i + 1}`, type: 'Elsa.WriteLine', version: 1, metadata: { designer: { position: { x: 60 + 260 * i, y: 60 } } }, keep: { i } }));
  activities[0] = { ...activities[0], type: 'Elsa.If', then: { id: 't', nodeId: 'Workflow1:flow:a0:t', type: 'Elsa.WriteLine', version: 1 }, else: null };
  const connections = Array.from({ length: size + dice(size) }, () => ({ source: { activity: `a${dice(size)}`, port: pick(['Done', 'Failed']) }, target: { activity: `a${dice(size)}`, port: 'In' }, vertices: [] }));
  return { root: { id: 'flow', nodeId: 'Workflow1:flow', type: 'Elsa.Flowchart', version: 1, activities, connections: connections.filter((one, i) => connections.findIndex(other => same(one, other)) === i), variables: [] }, variables: [{ id: 'v', name: 'V' }] };
}

const same = (one, other) => one.source.activity === other.source.activity && one.source.port === other.source.port && one.target.activity === other.target.activity;

function check(model, what) {
  const all = edit.inside(model.root);
  const nodeIds = all.map(step => step.nodeId);
  assert.equal(new Set(nodeIds).size, nodeIds.length, `${what}: two steps of one node id`);
  for (const flow of [model.root, ...all].filter(step => step.type === 'Elsa.Flowchart')) {
    const ids = flow.activities.map(step => step.id);
    assert.equal(new Set(ids).size, ids.length, `${what}: two steps of one id`);
    for (const [i, connection] of flow.connections.entries()) {
      assert.ok(ids.includes(connection.source.activity) && ids.includes(connection.target.activity), `${what}: a connection leads nowhere: ${JSON.stringify(connection)}`);
      assert.equal(flow.connections.findIndex(other => same(connection, other)), i, `${what}: a connection twice: ${JSON.stringify(connection)}`);
    }
    const places = flow.activities.filter(step => !step.keep).map(step => step.metadata.designer.position);
    for (const place of places) {
      assert.ok(flow.activities.filter(step => step.metadata.designer?.position && Math.abs(step.metadata.designer.position.x - place.x) < 200 && Math.abs(step.metadata.designer.position.y - place.y) < 68).length === 1, `${what}: a new step covers another`);
    }
  }
  for (const step of all.filter(step => step.keep)) {
    assert.deepEqual(step.keep, { i: Number(step.id.slice(1)) }, `${what}: what the page does not know was changed`);
  }
}

let changes = 0;
for (let round = 0; round < 200; round++) {
  const model = flowchart(2 + dice(8));
  const flow = model.root;
  for (let turn = 0; turn < 12 && flow.activities.length > 1; turn++) {
    const step = pick(flow.activities);
    const kind = pick(['insert', 'remove', 'move', 'connect', 'wrap']);
    const before = flow.activities.map(other => other.id).sort().join();
    if (kind === 'insert') {
      const added = edit.create(model, line, 'Neuf');
      const outcome = pick(['Done', 'Failed']);
      const followed = flow.connections.filter(other => other.source.activity === step.id && other.source.port === outcome).map(other => other.target.activity).sort();
      edit.insertIntoFlow(flow, added, step.id, outcome);
      assert.deepEqual(edit.followers(flow, added.id).sort(), [...new Set(followed)], 'what followed the outcome follows the new step');
      assert.deepEqual(flow.connections.filter(other => other.source.activity === step.id && other.source.port === outcome).map(other => other.target.activity), [added.id]);
    } else if (kind === 'remove') {
      edit.remove(model, step.nodeId);
      assert.ok(!flow.activities.includes(step));
    } else if (kind === 'move' && edit.followers(flow, step.id).length <= 1) {
      const after = pick(flow.activities.filter(other => other !== step));
      edit.moveInFlow(flow, step.id, after.id, 'Done');
      assert.equal(flow.activities.map(other => other.id).sort().join(), before);
      assert.deepEqual(flow.connections.filter(other => other.source.activity === after.id && other.source.port === 'Done').map(other => other.target.activity), [step.id]);
    } else if (kind === 'connect') {
      const target = pick([...flow.activities.map(other => other.id), null]);
      edit.reconnect(flow, step.id, 'Done', edit.followers(flow, step.id)[0], target);
    } else if (kind === 'wrap') {
      const inner = edit.inside(flow).find(other => other.id === 't');
      if (inner) {
        edit.insertAfter(model, inner.nodeId, edit.create(model, line, ''), edit.create(model, sequence));
      }
    }
    check(model, kind);
    changes++;
  }
}

const list = { root: { id: 's', nodeId: 'W:s', type: 'Elsa.Sequence', version: 1, activities: ['a', 'b', 'c'].map(id => ({ id, nodeId: `W:s:${id}`, type: 'Elsa.WriteLine', version: 1 })) }, variables: [] };
edit.moveInList(list, 'W:s:a', 1);
edit.moveInList(list, 'W:s:c', 1);
edit.insertAfter(list, 'W:s:b', Object.assign(edit.create(list, line, ''), { id: 'n' }), edit.create(list, sequence));
edit.insertInto(list, { flow: 'sequence', port: null, position: null }, 'W:s', Object.assign(edit.create(list, line, ''), { id: 'last' }));
assert.deepEqual(list.root.activities.map(step => step.id), ['b', 'n', 'a', 'c', 'last']);
edit.remove(list, 'W:s:a');
assert.deepEqual(list.root.activities.map(step => step.id), ['b', 'n', 'c', 'last']);

const cases = { root: { id: 'f', nodeId: 'W:f', type: 'Elsa.Flowchart', version: 1, activities: ['s', 'a', 'b'].map(id => ({ id, nodeId: `W:f:${id}`, type: 'Elsa.FlowSwitch', version: 1 })), connections: [['s', 'Small', 'a'], ['s', 'Large', 'b'], ['a', 'Small', 'b']].map(([source, port, target]) => ({ source: { activity: source, port }, target: { activity: target, port: 'In' } })) }, variables: [] };
edit.renameOutcomes(cases.root, 's', new Map([['Small', 'Tiny'], ['Large', null]]));
assert.deepEqual(cases.root.connections.map(connection => [connection.source.activity, connection.source.port]), [['s', 'Tiny'], ['a', 'Small']]);

const ports = { root: { id: 'i', nodeId: 'W:i', type: 'Elsa.Switch', version: 1, cases: [{ label: 'x' }], default: null }, variables: [] };
edit.insertInto(ports, { flow: 'single', port: 'cases', position: 0 }, 'W:i', edit.create(ports, line, ''));
edit.insertInto(ports, { flow: 'single', port: 'default', position: null }, 'W:i', edit.create(ports, line, ''));
assert.equal(ports.root.cases[0].activity.type, 'Elsa.WriteLine');
assert.deepEqual([ports.root.cases[0].activity.name, ports.root.default.name], ['WriteLine1', 'WriteLine2']);
edit.insertAfter(ports, ports.root.default.nodeId, edit.create(ports, line, ''), edit.create(ports, sequence));
assert.deepEqual(ports.root.default.activities.map(step => step.name), ['WriteLine2', 'WriteLine3']);
check(ports, 'ports');
console.log(`${changes} changes, each left the workflow whole.`);
