// The form of a map: a new row without leaving the page. Everything works without it.
(() => {
  "use strict";
  // A row like the last one, with the next number and nothing in it.
  function addRow(ties) {
    const last = ties.lastElementChild;
    const number = Number(last.dataset.tie) + 1;
    const row = last.cloneNode(true);
    const renamed = (text) => text.replace(/-\d+(?=$|-)/, `-${number}`);
    row.dataset.tie = number;
    row.querySelector("legend").textContent = last.querySelector("legend").textContent.replace(/\d+/, number);
    row.querySelectorAll("[type=hidden]").forEach((field) => field.remove());
    row.querySelectorAll("[name], [id], [for]").forEach((part) => {
      ["name", "id", "for"].forEach((attribute) => {
        const text = part.getAttribute(attribute);
        if (text) { part.setAttribute(attribute, renamed(text)); }
      });
    });
    row.querySelectorAll("input[type=text]").forEach((field) => { field.value = ""; field.removeAttribute("value"); });
    row.querySelectorAll("[type=checkbox]").forEach((field) => { field.checked = false; });
    row.querySelectorAll("select").forEach((field) => { field.selectedIndex = 0; });
    row.querySelectorAll("option[value='0']").forEach((option) => { if (option.closest("[name^=ring]")) { option.remove(); } });
    ties.append(row);
    return row;
  }
  window.caseapp.circleRow = addRow;

  function start() {
    const form = document.querySelector("form.circle-form");
    if (!form) { return; }
    const ties = form.querySelector("[data-ties]");
    const add = form.querySelector("[data-add]");

    add.addEventListener("click", (event) => {
      event.preventDefault();
      addRow(ties).querySelector("input[type=text]").focus();
    });
  }

  start();
  document.addEventListener("replaced", start);
})();
