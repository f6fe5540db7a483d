// The search of the contents page. Without it the page is whole: the field shows only once this runs.
const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const entries = [...document.querySelectorAll('.entry')].map(item => ({ item, words: fold(`${item.textContent} ${item.dataset.words}`) }));
const field = document.getElementById('words');
const count = document.getElementById('count');
const search = () => {
  const asked = fold(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { item, words } of entries) {
    item.hidden = !asked.every(word => words.includes(word));
    found += item.hidden ? 0 : 1;
  }
  for (const domain of document.querySelectorAll('.domain')) domain.hidden = domain.querySelector('.entry:not([hidden])') === null;
  const { one, many, none } = count.dataset;
  count.textContent = found === 0 ? none : found === 1 ? one : many.replace('#', found);
};
field.addEventListener('input', search);
document.getElementById('search').hidden = false;
search();
