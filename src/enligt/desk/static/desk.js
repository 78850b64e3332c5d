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
  // What is under way is looked at again until it is done; what a reader has in hand is left in place.
  const look = async () => {
    const shown = document.querySelector("[data-live]");
    if (!shown) return;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main > div");
      if (answer.ok && now && now.innerHTML !== shown.innerHTML) shown.replaceWith(now);
    } catch {
      // The desk is away for a moment; it is asked again.
    }
    setTimeout(look, 700);
  };
  setTimeout(look, 400);
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
