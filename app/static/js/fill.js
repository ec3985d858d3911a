// A demo account fills the sign-in form: data-fill="#form" with data-fill-<field>="value". The same button is a
// link to the filled form when there is no script.

function fill(event) {
  const source = event.currentTarget;
  const form = document.querySelector(source.dataset.fill);
  if (!form) {
    return;
  }
  event.preventDefault();
  form.querySelector("[name=email]").value = source.dataset.email;
  const password = form.querySelector("[name=password]");
  if (source.dataset.password) {
    password.value = source.dataset.password;
    form.querySelector("[type=submit]").focus();
  } else {
    password.focus();
  }
}

export function start(root) {
  root.querySelectorAll("[data-fill]").forEach((source) => source.addEventListener("click", fill));
}
