// Progressive enhancement of every page. Nothing here is needed to finish a task.
import "htmx.org";
import { startDialogs } from "./app/dialogs.js";
import { startForms } from "./app/forms.js";
import { startKeyboard } from "./app/keyboard.js";
import { startMenus } from "./app/menus.js";
import { startPasskeys } from "./app/passkeys.js";
import { startPreviews } from "./app/preview.js";

document.documentElement.classList.add("has-script");
startDialogs();
startForms();
startKeyboard();
startMenus();
startPasskeys();
startPreviews();
