// Elements without markup: whatever comes from the data is set as text.

/** An element; attributes that are null, undefined or false are left out, and true is an empty one. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children);
  return node;
}

/** Sets the text only if it is another one: a live region is not said again, and nothing is laid out anew. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows the text, or hides the element if there is none. */
export function setOrHide(node, text) {
  setText(node, text ?? '');
  node.hidden = !text;
}

export function byId(id) {
  return document.getElementById(id);
}
