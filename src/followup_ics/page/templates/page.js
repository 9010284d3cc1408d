"use strict";

const address = document.getElementById("feed-url");
const button = document.getElementById("copy");
const outcome = document.getElementById("copied");

async function copy() {
  outcome.textContent = "";
  try {
    await navigator.clipboard.writeText(address.value);
    outcome.textContent = "Copied.";
  } catch {
    // Over plain HTTP there is no clipboard, and a browser may refuse it anywhere.
    address.focus();
    address.select();
    outcome.textContent = "Selected. Copy it with Ctrl+C, or Command+C.";
  }
}

// A page of a feed whose address is not known has no button.
if (button) {
  button.hidden = false;
  button.addEventListener("click", copy);
}
