// The form of a map: a new row without leaving the page. Everything works without it.
(() => {
  "use strict";
  // The questions about a tie, in the place of the answers that its row carried along.
  function openTie(row, number = row.dataset.tie) {
    const asks = row.querySelector("[data-open-tie]");
    if (!asks) { return; }
    const details = document.querySelector("[data-tie-questions]").content.firstElementChild.cloneNode(true);
    rename(details, number);
    row.querySelectorAll("[type=hidden]:not([name^='key-'])").forEach((carried) => {
      [...details.querySelectorAll(`[name="${carried.name}"]`)].forEach((field) => {
        if (field.type !== "checkbox") { field.value = carried.value; }
        else if (field.value === carried.value) { field.checked = true; }
      });
      carried.remove();
    });
    asks.parentElement.replaceWith(details);
    return details;
  }
  window.caseapp.openTie = (row) => openTie(row);

  function rename(part, number) {
    part.querySelectorAll("[name], [id], [for]").forEach((each) => {
      ["name", "id", "for"].forEach((attribute) => {
        const text = each.getAttribute(attribute);
        if (text) { each.setAttribute(attribute, text.replace(/-\d+(?=$|-)/, `-${number}`)); }
      });
    });
  }

  // A row like the last one, with the next number and nothing in it.
  function addRow(ties) {
    const last = ties.lastElementChild;
    const number = Number(last.dataset.tie) + 1;
    const row = last.cloneNode(true);
    row.querySelectorAll("[type=hidden]").forEach((field) => field.remove());
    openTie(row, number);
    row.dataset.tie = number;
    row.querySelector("legend").textContent = last.querySelector("legend").textContent.replace(/\d+/, number);
    rename(row, number);
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

    ties.addEventListener("click", (event) => {
      const asks = event.target.closest("[data-open-tie]");
      if (!asks) { return; }
      event.preventDefault();
      const details = openTie(asks.closest("[data-tie]"));
      details.open = true;
      details.querySelector("select").focus();
    });
    add.addEventListener("click", (event) => {
      event.preventDefault();
      addRow(ties).querySelector("input[type=text]").focus();
    });
  }

  start();
  document.addEventListener("replaced", start);
})();
