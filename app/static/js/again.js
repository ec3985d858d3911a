// Coming back to a page, a browser may ask for it anew: then its forms have new keys, and what was sent once could be sent
// twice. The keys with which this entry of the history was shown first are kept with it, and put back.

function keys() {
  const forms = [...document.querySelectorAll("form[data-unsaved]:not([data-outbox])")];
  return forms.flatMap((form) => {
    const field = form.querySelector("[name=form_key]");
    return field ? [[`${form.dataset.unsaved} ${form.getAttribute("action") ?? ""}`, field]] : [];
  });
}

export function start(root) {
  if (root !== document) {
    return;
  }
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const first = (back && history.state?.formKeys) || {};
  keys().forEach(([name, field]) => (field.value = first[name] ?? field.value));
  const now = Object.fromEntries(keys().map(([name, field]) => [name, field.value]));
  history.replaceState({ ...history.state, formKeys: { ...first, ...now } }, "");
}
