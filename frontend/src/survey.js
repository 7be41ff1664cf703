// Interviews on a tablet: kept in the browser first, sent when there is a network, each with a key of its own.
// Without this script the page is an ordinary form that needs the network for each interview.

const form = document.querySelector("form[data-interview]");
const settings = form && JSON.parse(document.getElementById("interview-settings").textContent);
const status = document.querySelector("[data-interview-status]");
const queue = document.querySelector("[data-interview-queue]");
const CODE_LENGTH = 16;
let sending = false;
// Who is signed in, once the server has said so: a page from the cache may be somebody else's.
let confirmed = null;
let startedAt = null;
let startedOn = null;
// The kept interview that is in the form again; its row stays until the mended one is kept in its place.
let mending = null;
const frame = form && form.querySelector("fieldset");
const takesNew = frame && !frame.disabled;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("motcua-interviews", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("interviews", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode, act) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("interviews", mode);
    const request = act(transaction.objectStore("interviews"));
    transaction.oncomplete = () => resolve(request && request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const keep = (row) => store("readwrite", (rows) => rows.put(row));
const forget = (key) => store("readwrite", (rows) => rows.delete(key));
const kept = async () => (await store("readonly", (rows) => rows.getAll())).filter((row) => row.target === settings.target);
const isMine = (row) => row.person === (confirmed ?? settings.person);

// The day as the calendar on the wall has it; nothing finer leaves the device.
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function normal(code) {
  return code.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

function answers() {
  const given = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith(settings.prefix) && value) given[name.slice(settings.prefix.length)] = value;
  }
  return given;
}

function say(text) {
  status.textContent = text;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function line(row) {
  const item = document.createElement("li");
  const words = settings.words;
  item.append(`…${row.code.slice(-4)}: ${words[row.state] || words.failed} `);
  // Answers come back into the form only for whoever asked for them and is signed in now.
  if (row.state !== "waiting" && confirmed === row.person) {
    const acts = document.createElement("div");
    acts.className = "cluster mt-2";
    acts.append(
      ...codeOf(row),
      button(words.take_back, () => mayEmpty() && fill(row)),
      button(words.discard, async () => {
        if (window.confirm(words.really)) {
          await forget(row.key);
          if (mending && mending.key === row.key) leave();
          await draw();
        }
      }),
    );
    item.append(acts);
  }
  return item;
}

// Half-typed codes, which outlive the list being drawn anew when the network comes back.
const typed = new Map();

// Most refusals are a mistyped code: it is mended where it stands, and the answers need not be seen again.
function codeOf(row) {
  const input = document.createElement("input");
  input.className = "form-control mc-width-20";
  input.autocomplete = "off";
  input.value = typed.get(row.key) ?? row.code;
  input.addEventListener("input", () => typed.set(row.key, input.value));
  input.setAttribute("aria-label", settings.words.code);
  const mend = async () => {
    const code = normal(input.value);
    if (code.length !== CODE_LENGTH) {
      say(settings.words.short);
      return input.focus();
    }
    if (mending && mending.key === row.key) {
      if (!mayEmpty()) return;
      leave();
    }
    typed.delete(row.key);
    await keep({ ...row, code, state: "waiting" });
    await draw();
    await send();
  };
  return [input, button(settings.words.with_code, mend)];
}

// Whether the form holds what is kept nowhere: an interview under way, or changes to one that came back.
function holdsMore() {
  const given = answers();
  const was = mending ? mending.answers : {};
  const names = new Set([...Object.keys(given), ...Object.keys(was)]);
  return normal(form.elements.code.value) !== (mending ? mending.code : "") || [...names].some((name) => given[name] !== was[name]);
}

const mayEmpty = () => !holdsMore() || window.confirm(settings.words.unkept);

// Back to an empty form, which takes nothing new once the last day is over.
function leave() {
  mending = null;
  form.reset();
  frame.disabled = !takesNew;
  startedAt = startedOn = null;
}

function fill(row) {
  leave();
  mending = row;
  frame.disabled = false;
  form.elements.code.value = row.code;
  for (const [item, value] of Object.entries(row.answers)) {
    const choice = form.querySelector(`input[name="${CSS.escape(settings.prefix + item)}"][value="${CSS.escape(value)}"]`);
    if (choice) choice.checked = true;
  }
  form.elements.code.focus();
}

function others(number) {
  const item = document.createElement("li");
  item.textContent = `${settings.words.others} ${number}`;
  return item;
}

async function draw() {
  const rows = await kept();
  const mine = rows.filter(isMine);
  queue.replaceChildren(...mine.map(line));
  if (mine.length < rows.length) queue.append(others(rows.length - mine.length));
  if (mine.length && mine.every((row) => row.state !== "waiting")) say(settings.words.refused);
  else if (!rows.length) say(settings.words.none);
  else if (!mine.length) say("");
}

async function identify() {
  const known = await fetch(settings.standing, { headers: { Accept: "application/json" }, redirect: "error" });
  const { token, person } = await known.json();
  confirmed = person;
  return token;
}

async function post(token, rows) {
  const answer = await fetch(settings.sync, {
    method: "POST",
    redirect: "error",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ interviews: rows.map(({ key, code, on, answers: given, seconds }) => ({ key, code, on, answers: given, seconds })) }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).outcomes;
}

async function settle(rows, outcomes) {
  for (const row of rows) {
    const outcome = outcomes[row.key];
    if (outcome === "accepted") await forget(row.key);
    else if (outcome) await keep({ ...row, state: outcome });
  }
}

async function send() {
  if (sending || !(await kept()).length) return;
  if (!navigator.onLine) return say(settings.words.offline);
  sending = true;
  try {
    const token = await identify();
    const rows = (await kept()).filter((row) => row.state === "waiting" && isMine(row)).slice(0, settings.most);
    if (rows.length) await settle(rows, await post(token, rows));
    if (rows.length) say(settings.words.accepted);
  } catch (error) {
    // A redirect is the way to the sign-in page; it and a missing network look alike from here.
    say(navigator.onLine ? settings.words.sign_in : settings.words.offline);
  } finally {
    sending = false;
    await draw();
  }
}

async function submitted(event) {
  event.preventDefault();
  const code = normal(form.elements.code.value);
  const given = answers();
  if (code.length !== CODE_LENGTH) {
    say(settings.words.short);
    return form.elements.code.focus();
  }
  if (!Object.keys(given).length) return say(settings.words.empty);
  const seconds = startedAt === null ? null : (Date.now() - startedAt) / 1000;
  // What is mended keeps its key, its day and how long it took.
  const row = mending ?? { key: crypto.randomUUID(), target: settings.target, person: settings.person, on: startedOn ?? today(), seconds };
  await keep({ ...row, code, answers: given, state: "waiting" });
  leave();
  await draw();
  say(settings.words.kept);
  window.scrollTo(0, 0);
  form.elements.code.focus({ preventScroll: true });
  await send();
}

// What the page is made of, so that it opens without a network next time.
function parts() {
  const found = [location.pathname];
  for (const link of document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")) found.push(link.href);
  for (const script of document.scripts) if (script.src) found.push(script.src);
  for (const use of document.querySelectorAll("use[href]")) found.push(use.getAttribute("href").split("#")[0]);
  return [...new Set(found)];
}

async function settleIn() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(settings.worker);
  const ready = await navigator.serviceWorker.ready;
  ready.active.postMessage({ keep: parts() });
}

if (form && "indexedDB" in window && crypto.randomUUID) {
  document.querySelector("[data-interview-panel]").hidden = false;
  form.addEventListener("submit", submitted);
  form.addEventListener("change", () => {
    startedAt ??= Date.now();
    startedOn ??= today();
  });
  window.addEventListener("online", send);
  document.querySelector("[data-interview-send]").addEventListener("click", send);
  draw().then(send);
  settleIn();
}
