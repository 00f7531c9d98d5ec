// The note: its chips say what was chosen, and a step on the stairs names its goal. Everything works without it.
(() => {
  "use strict";
  function start() {
    const form = document.querySelector("form.note");
    if (!form) { return; }

    function say(name, words) {
      const place = form.querySelector(`[data-says="${name}"]`);
      if (place) { place.textContent = words; }
    }

    function sayWhen() {
      const row = form.querySelector("[data-today]");
      const on = form.elements.held_on.value;
      const day = on === row.dataset.today ? row.dataset.todayWords : on.split("-").reverse().map(Number).slice(0, 2).join(".");
      say("when", `${day} ${form.elements.starts_at.value}`);
    }

    function sayMinutes() {
      const chosen = form.elements.other_minutes.value || form.elements.minutes.value || "0";
      say("minutes", form.querySelector("[data-minutes-words]").dataset.minutesWords.replace("{}", chosen));
    }

    function sayGoal(field) {
      const row = field.closest("[data-goal]");
      const goal = row.querySelector("[name=goals]");
      if (field === goal) {
        row.querySelectorAll("[type=radio]").forEach((step) => { step.checked = false; });
      } else if (field.type === "radio") {
        goal.checked = field.value !== "";
        if (!field.value) { field.checked = false; }
      }
    }

    function sayChoice(field) { say(field.name, field.closest("label").textContent.trim()); }

    // What was typed before and not saved stands in the form again.
    form.addEventListener("filled", () => {
      form.querySelectorAll("[name=outcome]:checked, [name=mode]:checked").forEach(sayChoice);
      sayWhen();
      sayMinutes();
    });
    form.addEventListener("change", (event) => {
      const field = event.target;
      if (field.name === "outcome" || field.name === "mode") { sayChoice(field); }
      if (field.name === "held_on" || field.name === "starts_at") { sayWhen(); }
      if (field.name === "minutes") { form.elements.other_minutes.value = ""; }
      if (field.name === "minutes" || field.name === "other_minutes") { sayMinutes(); }
      if (field.closest("[data-goal]")) { sayGoal(field); }
    });
    // What was done last time, and where; what is written already stays.
    function fillAgain(told) {
      Object.entries(told).forEach(([name, value]) => {
        form.querySelectorAll(`[name="${name}"]`).forEach((field) => {
          if (field.type === "checkbox") {
            field.checked = value === true || value.includes(field.value);
          } else {
            field.value = value;
          }
        });
      });
      form.elements.place_words.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // A tap chooses and folds; an arrow key goes on to the next choice, so it leaves the choices open.
    form.addEventListener("click", (event) => {
      const again = event.target.closest("[data-again]");
      if (again) {
        event.preventDefault();
        fillAgain(JSON.parse(again.dataset.again));
      }
      const fact = event.target.closest(".fact");
      if (fact && event.detail && event.target.type === "radio" && event.target.name !== "held_on") { fact.open = false; }
    });
  }

  start();
  document.addEventListener("replaced", start);
})();
