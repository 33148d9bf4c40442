// Sends the one form of the page that leads to an upstream provider. Without this file its button does.
"use strict";
document.querySelector("form[data-going-on]")?.submit();
