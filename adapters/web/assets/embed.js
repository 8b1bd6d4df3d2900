/** Puts the assistant into a page of an office: <script src="https://HOST/embed.js" data-height="640" async></script>. */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const frame = document.createElement('iframe');
  frame.src = new URL('embed', script.src).href;
  frame.title = script.dataset.title ?? '秦知';
  frame.loading = 'lazy';
  frame.width = '100%';
  frame.height = script.dataset.height ?? '640';
  frame.style.border = '0';
  script.after(frame);
})();
