// Lets a keyboard (or a pointer) step through the weeks of a chart and reads each week's numbers out.
// They come from the table beside the chart, which has been through disclosure control; without this
// script the table is there all the same.

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };

function wordsOf(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll("[aria-hidden='true']").forEach((hidden) => hidden.remove());
  return copy.textContent.trim().replace(/\s+/g, " ");
}

// "17J: registered 550, active in the module 480, share 87%". One part for each presentation's table.
function rowInWords(row) {
  const table = row.closest("table");
  const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.toLowerCase());
  const told = [...row.cells]
    .map((cell, index) => (index && wordsOf(cell) ? `${heads[index]} ${wordsOf(cell)}` : ""))
    .filter(Boolean);
  return `${table.dataset.presentation}: ${told.join(", ")}`;
}

function weekInWords(data, week) {
  const rows = [...data.querySelectorAll(`tr[data-week="${week}"]`)];
  return `Week ${week}. ${rows.map(rowInWords).join(". ")}.`;
}

function moveCursor(stage, week) {
  stage.querySelectorAll("svg").forEach((svg) => {
    const x = Number(svg.dataset.firstX) + (week - Number(svg.dataset.firstWeek)) * Number(svg.dataset.step);
    svg.querySelector(".chart-cursor").setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
  });
  stage.classList.add("is-stepping");
}

function weekUnder(stage, event) {
  const svg = [...stage.querySelectorAll("svg")].find((one) => one.getBoundingClientRect().width);
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
  return Number(svg.dataset.firstWeek) + Math.round((x - Number(svg.dataset.firstX)) / Number(svg.dataset.step));
}

function prepare(stage) {
  const data = document.getElementById(stage.dataset.chartKeys);
  const svg = stage.querySelector("svg");
  if (!data || !svg || stage.tabIndex === 0) {
    return;
  }
  const readout = stage.parentElement.querySelector(".chart-readout");
  const first = Number(svg.dataset.firstWeek);
  const last = Number(svg.dataset.lastWeek);
  let current = null;

  function go(week) {
    const next = Math.min(last, Math.max(first, week));
    if (next !== current) {
      current = next;
      moveCursor(stage, next);
      readout.textContent = weekInWords(data, next);
    }
  }

  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-roledescription", "chart");
  stage.setAttribute("aria-label", `${svg.querySelector("title").textContent}. Arrow keys step through the weeks.`);
  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === "Home" || event.key === "End") {
      go(event.key === "Home" ? first : last);
    } else if (event.key in STEPS) {
      go(current === null ? first : current + STEPS[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  });
  stage.addEventListener("pointermove", (event) => event.pointerType === "mouse" && go(weekUnder(stage, event)));
}

export function start(root) {
  const within = root.querySelectorAll("[data-chart-keys]");
  [...within, ...(root.matches?.("[data-chart-keys]") ? [root] : [])].forEach(prepare);
}
