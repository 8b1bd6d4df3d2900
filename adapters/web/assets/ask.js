/** Asking without a new page: the reply is put under the questions before it, and the address holds the last question. */

const turns = /** @type {HTMLElement | null} */ (document.querySelector('[data-turns]'));
const chat = /** @type {HTMLElement | null} */ (document.querySelector('.chat'));
const field = /** @type {HTMLInputElement | null} */ (document.querySelector('form.ask input[name=q]'));
const embedded = document.body.classList.contains('embedded');

/** @param {string} question */
function placeholderOf(question) {
  const article = document.createElement('article');
  article.className = 'turn';
  const heading = document.createElement('h2');
  heading.className = 'question';
  heading.textContent = question;
  article.append(heading);
  return article;
}

/**
 * @param {string} question
 * @returns {Promise<string>} the turn as HTML
 */
async function request(question) {
  const body = new URLSearchParams({
    q: question,
    id: crypto.randomUUID?.() ?? String(Math.random()).slice(2).padEnd(12, '0'),
  });
  if (embedded) body.set('embedded', 'yes');
  const response = await fetch(`${chat?.dataset.base ?? ''}/ask`, { method: 'POST', body });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

/** @param {string} question */
async function ask(question) {
  if (!turns || !chat || !question.trim()) return;
  document.querySelector('.intro')?.remove();
  chat.classList.remove('empty');
  const waiting = placeholderOf(question);
  turns.append(waiting);
  try {
    const template = document.createElement('template');
    template.innerHTML = await request(question);
    const turn = template.content.firstElementChild;
    if (!turn) throw new Error('empty');
    waiting.replaceWith(turn);
    showCopy(turn);
    turn.scrollIntoView({ block: 'start', behavior: 'auto' });
    if (!embedded) history.pushState({}, '', `${location.pathname}?${new URLSearchParams({ q: question })}`);
  } catch {
    const sorry = document.createElement('p');
    sorry.textContent = chat.dataset.unreachable ?? '';
    waiting.append(sorry);
  }
}

/** @param {ParentNode} where */
function showCopy(where) {
  if (!navigator.clipboard) return;
  for (const button of where.querySelectorAll('[data-copy]')) button.removeAttribute('hidden');
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} pressed */
async function submitQuestion(form, pressed) {
  if (pressed?.name === 'q') return ask(pressed.value);
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('q'));
  const question = input.value;
  input.value = '';
  await ask(question);
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} pressed */
async function submitFeedback(form, pressed) {
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  body.set('useful', pressed?.value ?? 'yes');
  const request = fetch(form.action, { method: 'POST', body, headers: { 'x-part': '1' } });
  const response = await request.catch(() => undefined);
  const status = form.querySelector('[role=status]');
  if (status) status.textContent = response?.ok ? await response.text() : (chat?.dataset.unreachable ?? '');
  if (response?.ok) for (const button of form.querySelectorAll('[name=useful]')) button.remove();
}

document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const submit = form.matches('[data-ask]')
    ? submitQuestion
    : form.matches('[data-feedback]')
      ? submitFeedback
      : undefined;
  if (!submit) return;
  event.preventDefault();
  void submit(form, pressed);
});

/** @param {MouseEvent} event */
const isPlainClick = (event) => !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;

/** @param {HTMLElement} button */
async function copyLink(button) {
  const question = button.closest('.turn')?.querySelector('.question')?.lastChild?.textContent?.trim();
  const search = question ? `?${new URLSearchParams({ q: question })}` : location.search;
  await navigator.clipboard.writeText(`${location.origin}${location.pathname}${search}`);
  button.textContent = button.dataset.done ?? '';
}

document.addEventListener('click', (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const link = target.closest('a[data-question]');
  if (link && turns && isPlainClick(event)) {
    event.preventDefault();
    void ask(link.textContent ?? '').then(() => field?.focus({ preventScroll: true }));
  }
  const copy = /** @type {HTMLElement | null} */ (target.closest('[data-copy]'));
  if (copy) void copyLink(copy);
});

addEventListener('popstate', () => location.reload());
if (turns) showCopy(turns);
