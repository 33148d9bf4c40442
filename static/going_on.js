// Sends the one form of the page that leads to an upstream provider. Without this file its button does; and so it does for
// whoever comes back to the page, who would be sent away again else.
"use strict";
(() => {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry?.type !== "back_forward") document.querySelector("form[data-going-on]")?.submit();
})();
