// Dots: the buttons beside each number, and the count of what is left. The form works without them.

function numbers(form) {
  return [...form.querySelectorAll(".dots-number")];
}

function given(form) {
  return numbers(form).reduce((sum, number) => sum + (Number(number.value) || 0), 0);
}

function tell(form) {
  const budget = Number(form.dataset.dots);
  const left = budget - given(form);
  const said = form.querySelector("[data-dots-left]");
  const rest = left < 0 ? `: take ${-left} back.` : `, ${left} left.`;
  said.textContent = `${given(form)} of your ${budget} dots are given${rest}`;
  said.toggleAttribute("data-over", left < 0);
}

function press(event) {
  const button = event.target.closest?.("form[data-dots] button[data-dot]");
  if (!button) {
    return;
  }
  const form = button.form;
  const by = Number(button.dataset.dot);
  const number = button.parentElement.querySelector(".dots-number");
  const wanted = (Number(number.value) || 0) + by;
  if (wanted >= 0 && given(form) + by <= Number(form.dataset.dots)) {
    number.value = wanted;
    tell(form);
  }
}

// One listener for the page: the room changes its forms under this script, and finds them working.
export function start(root) {
  if (root === document) {
    document.addEventListener("click", press);
    document.addEventListener("input", (event) => {
      const form = event.target.form;
      if (form?.matches("[data-dots]")) {
        tell(form);
      }
    });
  }
}
