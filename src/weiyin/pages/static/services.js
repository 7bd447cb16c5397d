"use strict";
// Finding a service by typing: every word must stand in its title or its description.

const field = document.getElementById("search");
const services = [...document.querySelectorAll("[data-service]")];
const groups = [...document.querySelectorAll("[data-group]")];

field.parentElement.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.trim().toLowerCase().split(/\s+/);
  let found = 0;
  for (const one of services) {
    const text = one.textContent.toLowerCase();
    one.hidden = !words.every((word) => text.includes(word));
    found += one.hidden ? 0 : 1;
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-service]:not([hidden])");
  document.getElementById("nothing").hidden = found > 0;
});
