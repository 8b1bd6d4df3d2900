/** Search as one types: the list is fetched a moment after the last key, and an older answer never replaces a newer one. */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-search]'));
const list = /** @type {HTMLElement | null} */ (document.querySelector('[data-hits]'));
const field = /** @type {HTMLInputElement | null} */ (form?.querySelector('input[name=q]') ?? null);
const waitMs = 150;

let timer = 0;
let latest = 0;

/** @param {string} text */
async function search(text) {
  if (!form || !list) return;
  latest += 1;
  const mine = latest;
  const query = new URLSearchParams({ q: text });
  const response = await fetch(`${form.action}?${query}&part=1`).catch(() => undefined);
  if (!response?.ok || mine !== latest) return;
  list.innerHTML = await response.text();
  history.replaceState({}, '', `${form.action}${text ? `?${query}` : ''}`);
}

field?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void search(field.value.trim()), waitMs);
});
