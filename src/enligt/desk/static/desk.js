// Comfort only: every page is complete without this.
"use strict";
(() => {
  // The reader: a statement's words, its number and its row light up together.
  let lit = [];
  const dim = () => {
    for (const part of lit) part.classList.remove("on");
    lit = [];
  };
  const light = (part) => {
    dim();
    const number = part.dataset.n.split(" ")[0];
    lit = [...document.querySelectorAll(`[data-n~="${CSS.escape(number)}"]`)];
    for (const one of lit) one.classList.add("on");
  };
  const marked = (event) => event.target.closest?.("[data-n]");
  const follow = (event) => (marked(event) ? light(marked(event)) : dim());
  if (document.querySelector("[data-n]")) {
    for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, follow);
    document.addEventListener("focusout", dim);
    document.addEventListener("keydown", (event) => event.key === "Escape" && dim());
  }
  // "/" goes to the search field, as readers of other desks expect.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    document.querySelector(".find input")?.focus();
  });
  // The name somebody signs with is remembered on this computer, for the next comment.
  const key = "enligt-name";
  for (const field of document.querySelectorAll("input[data-remember]")) {
    try {
      field.value ||= localStorage.getItem(key) ?? "";
      field.form.addEventListener("submit", () => localStorage.setItem(key, field.value));
    } catch {
      return; // storage is switched off
    }
  }
})();
