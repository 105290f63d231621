"use strict";
// Shows what was chosen, and shows it again when a file was saved.
const form = document.getElementById("choices");
const frame = document.querySelector("iframe");
const state = document.getElementById("state");

function show(why) {
  const chosen = new URLSearchParams(new FormData(form));
  history.replaceState(null, "", "?" + chosen);
  const width = chosen.get("width");
  frame.style.width = width === "full" ? "100%" : width + "px";
  const theme = chosen.get("theme");
  frame.style.colorScheme = theme === "auto" ? "" : theme;
  chosen.set("again", String(Date.now()));
  frame.src = "/brief?" + chosen;
  state.textContent = why;
}

for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.elements.namedItem(name);
  if (field && (field.tagName === "INPUT" || [...field.options].some((o) => o.value === value))) field.value = value;
}
form.addEventListener("input", () => show(""));
form.addEventListener("submit", (event) => { event.preventDefault(); show(""); });

const changes = new EventSource("/changes");
changes.addEventListener("saved", (event) => show("shown again: " + JSON.parse(event.data).join(", ")));
changes.onerror = () => { state.textContent = "the preview has ended"; };
changes.onopen = () => { if (state.textContent === "the preview has ended") show(""); };
show("");
