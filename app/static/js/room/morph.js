// Brings a part of the page to what the server says now by changing only what differs. What somebody is writing in, and
// what has the focus, keeps its place and its words: nobody's hands are moved because somebody else acted.

const WRITTEN = "textarea, select, input:not([type=hidden], [type=submit], [type=button])";

function changed(field) {
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options];
    return field.selectedIndex !== Math.max(0, options.findIndex((option) => option.defaultSelected));
  }
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

/** Whether somebody is writing in this element: a field in it has the focus or holds what was not sent. */
export function isWrittenIn(element) {
  const active = document.activeElement;
  return (
    (element.contains(active) && active.matches(WRITTEN)) || [...element.querySelectorAll(WRITTEN)].some(changed)
  );
}

function isHeld(node, own) {
  const focused = !own && node.contains(document.activeElement);
  return node.nodeType === Node.ELEMENT_NODE && (focused || isWrittenIn(node));
}

function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    return node.nodeName;
  }
  const action = node.getAttribute("action")?.split("?")[0];
  return `${node.nodeName} ${node.id || action || node.getAttribute("name") || ""}`;
}

/** What a person opened stays open, and the kind of the last card stays chosen for the next. */
function isTheirs(name, element) {
  return (name === "open" && element.nodeName === "DETAILS") || (name === "checked" && element.closest("[data-outbox]"));
}

function takeAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isTheirs(name, old)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isTheirs(name, old)) {
      old.setAttribute(name, value);
    }
  }
}

function takeChildren(old, fresh, how) {
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    let match = at;
    while (match && key(match) !== key(wanted)) {
      match = match.nextSibling;
    }
    if (match) {
      while (at !== match) {
        at = drop(at, how.own);
      }
      morph(match, wanted, how);
      at = match.nextSibling;
    } else {
      old.insertBefore(wanted, at);
      how.added.push(wanted);
    }
  }
  while (at) {
    at = drop(at, how.own);
  }
}

function drop(node, own) {
  const next = node.nextSibling;
  if (!isHeld(node, own)) {
    node.remove();
  }
  return next;
}

/** Make `old` like `fresh`. Elements that are new in the page are put into `how.added`. `how.own`: this person asked for it,
    so that a button may go although it has the focus. */
export function morph(old, fresh, how) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) {
      old.nodeValue = fresh.nodeValue;
    }
  } else if (!(old.nodeName === "FORM" && isWrittenIn(old))) {
    takeAttributes(old, fresh);
    takeChildren(old, fresh, how);
  }
}
