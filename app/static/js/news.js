// What is new on home is read in place: one line is open at a time, and the next opens where the last one was.
function shown(line) {
  for (let fold = line.parentElement?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    fold.open = true;
  }
}

/** Opens the next line, or the one before, and closes the others. */
export function open(step) {
  const lines = [...document.querySelectorAll("[data-news]")];
  const at = lines.findIndex((line) => line.querySelector("details").open);
  const line = at < 0 && step < 0 ? undefined : lines[at < 0 ? 0 : at + step];
  if (!line) {
    return;
  }
  lines.forEach((each) => (each.querySelector("details").open = each === line));
  shown(line);
  line.querySelector("summary").focus({ preventScroll: true });
  line.scrollIntoView({ block: "start" });
}
