import { byId, element, setText } from './elements.js';
import { lastDay, stateText, t, time } from './texts.js';

const columns = ['journey', 'procedure', 'state', 'dueOn', 'caseKey', 'updated'];

/** Shows the journeys. Rows keep their place in the page between two updates, so that focus and reading position stay. */
export function showList(list, titles, isFiltered) {
  const rows = byId('rows');
  const known = new Map([...rows.children].map(row => [row.dataset.id, row]));
  let place = rows.firstElementChild;
  for (const journey of list) {
    const row = known.get(journey.id) ?? newRow(journey.id, known.size > 0);
    known.delete(journey.id);
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      rows.insertBefore(row, place);
    }
    fill(row, journey, titles);
  }
  for (const left of known.values()) {
    left.remove();
  }
  byId('table').hidden = list.length === 0;
  byId('empty').hidden = list.length > 0;
  byId('clear').hidden = list.length > 0 || !isFiltered;
  setText(byId('empty'), isFiltered ? t('empty') : t('nothingYet'));
}

function newRow(id, isNews) {
  const row = element('tr', { 'data-id': id, class: isNews ? 'fresh' : undefined });
  for (const column of columns) {
    row.append(element('td', {}, column === 'journey' ? element('a', { href: `#/journeys/${encodeURIComponent(id)}` }) : element('span')));
  }
  return row;
}

function fill(row, journey, titles) {
  const values = [
    journey.id.slice(-12),
    titles.get(journey.procedure) ?? journey.procedure,
    stateText(journey.state),
    lastDay(journey) || '–',
    journey.keys?.case ?? '–',
    time(journey.updatedAt ?? journey.events?.at(-1)?.at ?? journey.createdAt)
  ];
  columns.forEach((column, index) => {
    const cell = row.children[index];
    cell.dataset.label = t(column);
    setText(cell.firstElementChild, values[index]);
  });
  row.children[2].firstElementChild.className = `state state-${journey.state}`;
  row.children[3].firstElementChild.className = journey.isLate ? 'late' : '';
}
