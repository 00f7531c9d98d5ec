// A map made together: names into rings, then one question at a time over all ties. It fills in the rows of the list
// form, which says all of this without a script too.
(() => {
  "use strict";
  const FAR = 8; // pixels from which a press is a drag

  function start() {
    const place = document.querySelector("[data-together]");
    if (!place || place.dataset.begun) { return; }
    place.dataset.begun = "yes";
    const form = place.closest("form");
    const ties = form.querySelector("[data-ties]");
    const { words, steps } = JSON.parse(place.dataset.together);
    let step = 0;
    let bin = "";

    function made(tag, text, attributes = {}) {
      const part = document.createElement(tag);
      part.textContent = text;
      Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, value));
      return part;
    }
    function button(text, look, act) {
      const part = made("button", text, { type: "button", class: `button button-${look}` });
      part.addEventListener("click", act);
      return part;
    }

    const rows = () => [...ties.children].filter((row) => nameOf(row).value.trim());
    function nameOf(row) { return row.querySelector("[name^='nickname-']"); }
    function choiceOf(row, question) { return row.querySelector(`select[name^='${question.name}-']`); }
    function boxesOf(row, question) { return [...row.querySelectorAll(`[type=checkbox][name^='${question.name}-']`)]; }
    function binsOf(row, question) {
      if (!question.several) { return [choiceOf(row, question).value].filter(Boolean); }
      return boxesOf(row, question).filter((box) => box.checked).map((box) => box.value);
    }
    function changed(field) { field.dispatchEvent(new Event("change", { bubbles: true })); }

    function put(row, question, code, isIn = true) {
      if (question.several) {
        const box = boxesOf(row, question).find((each) => each.value === code);
        box.checked = isIn;
        changed(box);
        return;
      }
      const choice = choiceOf(row, question);
      choice.value = isIn ? code : "";
      changed(choice);
    }

    // A tap puts a tie into the bin that is open, and out of it again.
    function tap(row, question) { put(row, question, bin, !binsOf(row, question).includes(bin)); show(); }

    function addTie(name, code) {
      const free = [...ties.children].find((row) => !nameOf(row).value.trim() && !row.querySelector("[name^='key-']"));
      const row = free || window.caseapp.circleRow(ties);
      nameOf(row).value = name;
      row.querySelector("[name^='kind-']").value = place.querySelector("[name=together-kind]:checked").value;
      place.querySelector("[name=together-kind]").checked = true;
      put(row, steps[0], code);
      show();
      place.querySelector("#together-name").focus();
    }

    function openBin(question, code) {
      const field = place.querySelector("#together-name");
      if (field && field.value.trim()) {
        const name = field.value.trim();
        field.value = "";
        addTie(name, code);
        return;
      }
      bin = code;
      show();
      place.querySelector(".bin-open .bin-name").focus();
    }

    function leftOf(question) { return rows().filter((row) => !binsOf(row, question).length); }
    function restInto(question, code) {
      leftOf(question).forEach((row) => put(row, question, code));
      if (question.several) { show(); } else { go(1); }
    }

    function go(by) {
      step += by;
      bin = step < steps.length ? steps[step].choices[0][0] : "";
      show();
      place.querySelector("h2").focus();
    }

    function tieButton(row, question, isIn) {
      const part = button(nameOf(row).value, "tie", () => tap(row, question));
      if (question.several) { part.setAttribute("aria-pressed", String(binsOf(row, question).includes(bin))); }
      if (isIn) { part.classList.add("tie-in"); }
      part.dir = "auto";
      drag(part, row, question);
      return part;
    }

    // By finger or mouse; a drag that ends over a bin puts the tie there.
    function drag(part, row, question) {
      part.addEventListener("pointerdown", (begun) => {
        let isDragged = false;
        const move = (now) => {
          const [x, y] = [now.clientX - begun.clientX, now.clientY - begun.clientY];
          isDragged ||= Math.hypot(x, y) > FAR;
          if (isDragged) {
            part.classList.add("tie-dragged");
            part.style.setProperty("translate", `${x}px ${y}px`);
          }
        };
        const end = (now) => {
          document.removeEventListener("pointermove", move);
          document.removeEventListener("pointerup", end);
          document.removeEventListener("pointercancel", end);
          if (!isDragged) { return; }
          part.style.removeProperty("translate");
          part.addEventListener("click", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
          const over = document.elementFromPoint(now.clientX, now.clientY)?.closest("[data-bin]");
          if (over && now.type === "pointerup") { put(row, question, over.dataset.bin); }
          part.classList.remove("tie-dragged");
          setTimeout(show);
        };
        document.addEventListener("pointermove", move);
        document.addEventListener("pointerup", end);
        document.addEventListener("pointercancel", end);
      });
    }

    function binPart(question, [code, name]) {
      const inside = rows().filter((row) => binsOf(row, question).includes(code));
      const part = made("section", "", { class: `bin${code === bin ? " bin-open" : ""}`, "data-bin": code });
      const head = made("div", "", { class: "bin-head" });
      const open = made("button", name, { type: "button", class: "bin-name", "aria-pressed": String(code === bin) });
      open.addEventListener("click", () => openBin(question, code));
      head.append(open);
      if (step && leftOf(question).length) {
        const said = question.several ? words.rest : words.restAndOn;
        const rest = button(said, "quiet", () => restInto(question, code));
        rest.setAttribute("aria-label", `${said}: ${name}`);
        head.append(rest);
      }
      const list = made("div", "", { class: "bin-ties" });
      inside.forEach((row) => list.append(tieButton(row, question, true)));
      part.append(head, list);
      return part;
    }

    function naming() {
      const part = made("div", "", { class: "together-naming" });
      const field = made("div", "", { class: "field field-text" });
      field.append(made("label", words.name, { for: "together-name" }));
      field.append(made("input", "", { type: "text", id: "together-name", dir: "auto", autocomplete: "off", spellcheck: "false" }));
      const kinds = made("fieldset", "", { class: "field chips" });
      kinds.append(made("legend", words.kind));
      const row = made("div", "", { class: "chip-row" });
      words.kinds.forEach(([code, name], number) => {
        const label = made("label", "", { class: "chip" });
        const radio = made("input", "", { type: "radio", name: "together-kind", value: code });
        radio.checked = number === 0;
        const face = made("span", "", { class: "chip-face" });
        face.append(made("span", name));
        label.append(radio, face);
        row.append(label);
      });
      kinds.append(row);
      part.append(field, kinds, made("p", words.tapRing, { class: "hint" }));
      return part;
    }

    // The radios of the kind are no part of the form that is sent.
    function keepOut(part) { part.querySelectorAll("[name=together-kind]").forEach((radio) => radio.setAttribute("form", "none")); }

    function show() {
      const question = steps[step];
      const kind = place.querySelector("[name=together-kind]:checked")?.value;
      const typed = place.querySelector("#together-name")?.value;
      const parts = [];
      if (!question) {
        parts.push(made("h2", words.done, { tabindex: "-1" }));
      } else {
        const of = words.of.replace("{}", step + 1).replace("{}", steps.length);
        parts.push(made("p", of, { class: "quiet" }), made("h2", question.ask, { tabindex: "-1" }));
        if (!step) { parts.push(naming()); }
        const shown = question.several ? rows() : leftOf(question);
        if (step || shown.length) {
          const tray = made("div", "", { class: "tray" });
          shown.forEach((row) => tray.append(tieButton(row, question, false)));
          if (!shown.length) { tray.append(made("p", words.none, { class: "quiet" })); }
          parts.push(tray);
        }
        const hasOld = !step && rows().some((row) => row.querySelector("[name^='key-']"));
        const bins = hasOld ? [...question.choices, ["0", words.gone]] : question.choices;
        bins.forEach((choice) => parts.push(binPart(question, choice)));
      }
      const acts = made("p", "", { class: "buttons" });
      if (step) { acts.append(button(words.back, "second", () => go(-1))); }
      if (question) { acts.append(button(words.next, "second", () => go(1))); }
      acts.append(button(words.list, "quiet", close));
      parts.push(acts);
      place.replaceChildren(...parts);
      keepOut(place);
      if (kind) { place.querySelectorAll(`[name=together-kind][value=${kind}]`).forEach((radio) => { radio.checked = true; }); }
      if (typed && !step && place.querySelector("#together-name")) { place.querySelector("#together-name").value = typed; }
    }

    function close() {
      form.classList.remove("is-together");
      place.replaceChildren();
      form.querySelector("[data-begin-together]").focus();
    }

    form.querySelector("[data-begin-together]").addEventListener("click", () => {
      [...ties.children].forEach(window.caseapp.openTie);
      form.classList.add("is-together");
      step = 0;
      go(0);
    });
  }

  start();
  document.addEventListener("replaced", start);
})();
