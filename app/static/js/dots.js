// Dots: a button less and one more beside each number, and the count of what is left. The form works without it.
export function start(root) {
  root.querySelectorAll("form[data-dots]:not(:has(.dots-count))").forEach((form) => {
    const budget = Number(form.dataset.dots);
    const numbers = [...form.querySelectorAll(".dots-number")];
    const said = form.querySelector("[data-dots-left]");
    const given = () => numbers.reduce((sum, number) => sum + (Number(number.value) || 0), 0);

    function tell() {
      const left = budget - given();
      said.textContent =
        left < 0
          ? `${given()} of your ${budget} dots are given: take ${-left} back.`
          : `${given()} of your ${budget} dots are given, ${left} left.`;
      said.toggleAttribute("data-over", left < 0);
    }

    numbers.forEach((number) => {
      const holder = document.createElement("span");
      holder.className = "dots-count";
      number.replaceWith(holder);
      const title = form.querySelector(`label[for="${number.id}"]`).textContent;
      holder.append(button("−", `One dot less for ${title}`, -1), number, button("+", `One dot more for ${title}`, 1));

      function button(sign, label, by) {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button";
        made.textContent = sign;
        made.setAttribute("aria-label", label);
        made.addEventListener("click", () => {
          const wanted = (Number(number.value) || 0) + by;
          if (wanted >= 0 && given() + by <= budget) {
            number.value = wanted;
            tell();
          }
        });
        return made;
      }
    });
    form.addEventListener("input", tell);
  });
}
