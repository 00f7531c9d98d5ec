// Lets a signature be drawn; without it the page offers a signature on paper.
(() => {
  "use strict";
  const place = document.querySelector("[data-signing]");
  if (!place || !window.PointerEvent) { return; }
  const canvas = place.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const kept = place.closest("form").querySelector("input[name=strokes]");
  const STEP = 2;
  let strokes = [];
  let stroke = null;

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [
      Math.round(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * canvas.width),
      Math.round(Math.min(Math.max((event.clientY - box.top) / box.height, 0), 1) * canvas.height),
    ];
  }

  function draw() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    for (const points of strokes) {
      pen.beginPath();
      points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      if (points.length === 1) { pen.lineTo(points[0][0] + 0.1, points[0][1]); }
      pen.stroke();
    }
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    kept.dispatchEvent(new Event("input", { bubbles: true }));
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [at(event)];
    strokes.push(stroke);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) { return; }
    const point = at(event);
    const [x, y] = stroke[stroke.length - 1];
    if (Math.abs(point[0] - x) + Math.abs(point[1] - y) < STEP) { return; }
    stroke.push(point);
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => { stroke = null; });
  }
  place.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
  });
  try { strokes = JSON.parse(kept.value || "[]"); } catch { strokes = []; }
  place.hidden = false;
  draw();
})();
