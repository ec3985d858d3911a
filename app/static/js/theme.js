// The reader's choice of light, dark, or what the system says. Kept in this browser only.

const CHOICES = [
  ["", "As my system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

function apply(choice) {
  if (choice) {
    document.documentElement.dataset.theme = choice;
  } else {
    delete document.documentElement.dataset.theme;
  }
  try {
    if (choice) {
      localStorage.setItem("theme", choice);
    } else {
      localStorage.removeItem("theme");
    }
  } catch {
    // The choice then holds for this page only.
  }
}

function option([value, label], current) {
  const wrapper = document.createElement("label");
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = "theme";
  radio.value = value;
  radio.checked = value === current;
  radio.addEventListener("change", () => apply(value));
  wrapper.append(radio, ` ${label}`);
  return wrapper;
}

/** Replaces the sentence of the place by three radio buttons: without script the sentence is the truth. */
export function start(root) {
  for (const place of root.querySelectorAll("[data-theme-choice]")) {
    const group = document.createElement("fieldset");
    group.className = "theme-choice";
    const legend = document.createElement("legend");
    legend.textContent = "Light or dark";
    legend.className = "visually-hidden";
    const current = document.documentElement.dataset.theme ?? "";
    group.append(legend, ...CHOICES.map((choice) => option(choice, current)));
    place.replaceWith(group);
  }
}
