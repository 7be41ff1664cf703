// The library only writes to the console when the browser refuses a passkey; the person must read it too.
const BUTTONS = "#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add";

export function startPasskeys() {
  document.addEventListener("allauth.error", () => {
    const words = document.getElementById("passkey_trouble");
    const actions = document.querySelector(BUTTONS)?.closest(".mc-actions");
    if (!words || !actions) return;
    document.getElementById("passkey_trouble_shown")?.remove();
    const place = document.createElement("div");
    place.id = "passkey_trouble_shown";
    actions.before(place);
    // Filled after it stands in the page, so that screen readers announce it.
    place.append(words.content.cloneNode(true));
  });
}
