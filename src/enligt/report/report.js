
"use strict";
(() => {
  const card = document.getElementById("card");
  let lit = [];
  const hide = () => {
    card.hidden = true;
    for (const part of lit) part.classList.remove("on");
    lit = [];
  };
  const show = (mark) => {
    hide();
    const id = mark.dataset.n.trim().split(" ")[0];
    const row = document.getElementById(id);
    if (!row) return;
    lit = [...document.querySelectorAll(`[data-n~="${id}"]`)];
    for (const part of lit) part.classList.add("on");
    const line = (name, ...cells) => {
      const p = document.createElement("p");
      p.className = name;
      for (const cell of cells) {
        for (const node of row.querySelector(cell).childNodes) p.append(node.cloneNode(true));
        p.append(" ");
      }
      return p;
    };
    card.replaceChildren(line("head", ".who", ".how"), line("said", ".what"), line("kinds", ".kind"));
    card.hidden = false;
    if (getComputedStyle(card).position === "absolute") {
      const at = mark.getClientRects()[0];
      const left = Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - 16);
      const below = at.bottom + 10 + card.offsetHeight < innerHeight || at.top < card.offsetHeight + 10;
      card.style.left = `${Math.max(8, left) + scrollX}px`;
      card.style.top = `${(below ? mark.getBoundingClientRect().bottom + 8 : at.top - card.offsetHeight - 8) + scrollY}px`;
    }
  };
  const marked = (event) => event.target.closest?.("[data-n]");
  document.addEventListener("pointerover", (event) => (marked(event) ? show(marked(event)) : hide()));
  document.addEventListener("click", (event) => (marked(event) ? show(marked(event)) : hide()));
  document.addEventListener("focusin", (event) => marked(event) && show(marked(event)));
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
