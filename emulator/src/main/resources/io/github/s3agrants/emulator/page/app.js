"use strict";

// Everything that a client chose (keys, names, user agents) goes into the page as text, never as
// HTML.

const POLL_MILLIS = 2000;
const MAX_CALLS = 100;

const shown = new Map();
let calls = [];
let lastCall = 0;
let asked = 0;

const byId = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) {
    made.textContent = visible(String(text));
  }
  if (className) {
    made.className = className;
  }
  return made;
}

// Control characters, and those that reorder the text around them, are shown as code points.
function visible(text) {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (c) => "\\u{" + c.codePointAt(0).toString(16) + "}");
}

function withRole(node, role) {
  node.setAttribute("role", role);
  return node;
}

/** A table of rows of {text, className, node}, whose first cell names its row. */
function table(caption, columns, rows) {
  // The roles are those of the elements: where the style makes blocks of them, browsers forget it.
  const made = withRole(element("table"), "table");
  made.append(element("caption", caption));
  const head = withRole(element("tr"), "row");
  for (const column of columns) {
    const cell = withRole(element("th", column), "columnheader");
    cell.scope = "col";
    head.append(cell);
  }
  const thead = withRole(element("thead"), "rowgroup");
  thead.append(head);
  const body = withRole(element("tbody"), "rowgroup");
  for (const row of rows) {
    const line = withRole(element("tr"), "row");
    row.forEach((value, i) => {
      const cell = element(i === 0 ? "th" : "td", value.text, value.className);
      withRole(cell, i === 0 ? "rowheader" : "cell");
      if (i === 0) {
        cell.scope = "row";
      }
      if (value.node) {
        cell.append(value.node);
      }
      cell.dataset.label = columns[i];
      line.append(cell);
    });
    body.append(line);
  }
  made.append(thead, body);
  return made;
}

const text = (value, className) => ({ text: value ?? "", className });

async function load(path, options) {
  const response = await fetch(path, { cache: "no-store", ...options });
  if (!response.ok) {
    const body = await response.text();
    const answer = new DOMParser().parseFromString(body, "text/xml");
    throw new Error(answer.querySelector("Message")?.textContent ?? body);
  }
  return response.status === 204 ? null : response.json();
}

/** Draws only what has changed, so that the focus and a selection survive. */
function show(id, value, draw) {
  const json = JSON.stringify(value);
  if (shown.get(id) !== json) {
    shown.set(id, json);
    byId(id).replaceChildren(...draw(value));
  }
}

function count(rows, total, one, many) {
  const of = rows < total ? `the first ${rows} of ` : "";
  return of + total + " " + (total === 1 ? one : many);
}

function drawGrants({ total, grants }) {
  byId("paths").replaceChildren(...grants.slice(0, 50).map((grant) => {
    const option = element("option");
    option.value = grant.scope;
    return option;
  }));
  if (total === 0) {
    return [element("p", "There are none.", "quiet")];
  }
  return [table(
    count(grants.length, total, "grant", "grants"),
    ["Scope", "Permission", "Grantee", "Account"],
    grants.map((grant) => [
      text(grant.scope, "code"),
      text(grant.permission),
      text(grantee(grant), "code"),
      text(grant.account),
    ]))];
}

function grantee(grant) {
  const type = { DIRECTORY_USER: "user ", DIRECTORY_GROUP: "group " }[grant.granteeType] ?? "";
  return type + grant.grantee + (grant.application ? " through " + grant.application : "");
}

function drawCredentials({ total, credentials }) {
  if (total === 0) {
    return [element("p", "There are none.", "quiet")];
  }
  return [table(
    count(credentials.length, total, "credential", "credentials"),
    ["Principal", "May", "Access key ID", "Expires"],
    credentials.map((credential) => [
      text(credential.principal),
      text(credential.access.map((access) => access.permission + " " + access.scope).join("\n"), "code"),
      text(credential.accessKeyId, "code"),
      text(time(credential.expires), "number"),
    ]))];
}

function drawCalls(entries) {
  if (entries.length === 0) {
    return [element("p", "There are none yet.", "quiet")];
  }
  return [table(
    "the newest first",
    ["Operation", "Principal", "On", "Status", "Signer", "Time"],
    entries.map((call) => [
      text(call.operation),
      text(call.principal),
      text(place(call), "code"),
      text(outcome(call), call.status >= 200 && call.status < 400 ? "good" : "bad"),
      text(call.signer.toLowerCase()),
      text(time(call.time) + ", " + call.latencyMillis.toFixed(1) + " ms", "number"),
    ]))];
}

const time = (instant) => instant.replace(/^.*T/, "").replace(/(\.\d{3})\d*/, "$1").replace("Z", " UTC");

const outcome = (call) =>
  call.status === 0 ? "no answer" : call.status + (call.errorCode ? " " + call.errorCode : "");

function place(call) {
  if (call.target !== undefined) {
    return (call.permission ?? "") + " " + (call.target ?? "");
  }
  return call.bucket ? "s3://" + call.bucket + "/" + (call.key ?? (call.prefix ? call.prefix + "*" : "")) : "";
}

function drawFaults({ faults, credentialLife, clockSkew }) {
  const drawn = [];
  if (faults.length === 0) {
    drawn.push(element("p", "None is on.", "quiet"));
  } else {
    drawn.push(table(
      count(faults.length, faults.length, "fault is on", "faults are on"),
      ["Operation", "What goes wrong", "Calls", ""],
      faults.map((fault) => [
        text(fault.operation),
        text(wrong(fault)),
        text(fault.times ?? "all"),
        { node: off(fault.operation) },
      ])));
  }
  if (credentialLife) {
    drawn.push(element("p", "Vended credentials live " + credentialLife + ".", "quiet"));
  }
  if (clockSkew !== "PT0S") {
    drawn.push(element("p", "The services' clock is off by " + clockSkew + ".", "quiet"));
  }
  return drawn;
}

function wrong(fault) {
  const parts = [];
  if (fault.latency) {
    parts.push("waits " + fault.latency.replace("PT", "").toLowerCase());
  }
  if (fault.status) {
    parts.push(fault.status + " " + fault.code);
  }
  if (fault.drop) {
    parts.push("no answer");
  }
  if (fault.from || fault.until) {
    parts.push("from " + (fault.from ?? "the start") + " until " + (fault.until ?? "the end"));
  }
  return parts.join(", ");
}

function off(operation) {
  const button = element("button", "Switch off");
  button.type = "button";
  button.setAttribute("aria-label", "Switch off the fault of " + operation);
  button.addEventListener("click", () =>
    change("faults?operation=" + encodeURIComponent(operation), { method: "DELETE" }));
  return button;
}

async function change(path, options) {
  const error = byId("fault-error");
  try {
    await load(path, options);
    error.textContent = "";
  } catch (e) {
    error.textContent = visible(e.message);
  }
  await refresh();
}

function fault() {
  const kind = byId("fault-kind").value;
  const seconds = Number(byId("fault-latency").value);
  const times = Number(byId("fault-times").value);
  const wanted = { operation: byId("fault-operation").value };
  if (kind === "drop") {
    wanted.drop = true;
  } else if (kind !== "latency") {
    wanted.status = Number(kind);
  }
  if (seconds > 0) {
    wanted.latency = "PT" + seconds.toFixed(3) + "S";
  }
  if (times > 0) {
    wanted.times = times;
  }
  return wanted;
}

function drawAccess({ principals }) {
  return [table(
    "as GetDataAccess and the principals' own policies answer",
    ["Principal", "Read", "Write"],
    principals.map((principal) => [
      text(principal.principal),
      may(principal.READ),
      may(principal.WRITE),
    ]))];
}

function may(answer) {
  if (!answer.allowed) {
    return text("no", "bad");
  }
  const why = [];
  if (answer.grant) {
    why.push("by the grant " + answer.grant.permission + " on " + answer.grant.scope + " to " + grantee(answer.grant));
  }
  if (answer.ownPolicy) {
    why.push("by their own policy");
  }
  const cell = { node: element("span") };
  cell.node.append(element("strong", "yes", "good"), document.createTextNode(" " + visible(why.join(", "))));
  return cell;
}

async function ask() {
  const path = byId("path").value.trim();
  const error = byId("path-error");
  const mine = ++asked;
  if (path === "") {
    error.textContent = "";
    show("access", null, () => []);
    return;
  }
  try {
    const answer = await load("access?path=" + encodeURIComponent(path));
    if (mine === asked) {
      error.textContent = "";
      show("access", answer, drawAccess);
    }
  } catch (e) {
    if (mine === asked) {
      error.textContent = visible(e.message);
      show("access", null, () => []);
    }
  }
}

async function refresh() {
  try {
    const news = lastCall === 0 ? "journal?last=" + MAX_CALLS : "journal?since=" + lastCall;
    const [grants, credentials, faults, journal] = await Promise.all([
      load("grants"), load("credentials"), load("faults"), load(news)]);
    show("grants", grants, drawGrants);
    show("credentials", credentials, drawCredentials);
    show("faults", faults, drawFaults);
    for (const call of journal) {
      if (call.sequence > lastCall) {
        lastCall = call.sequence;
        calls.unshift(call);
      }
    }
    calls = calls.slice(0, MAX_CALLS);
    show("calls", calls, drawCalls);
    status("running");
  } catch (e) {
    // It may be another one when it answers again.
    calls = [];
    lastCall = 0;
    status("does not answer");
  }
}

function status(now) {
  if (byId("status").textContent !== now) {
    byId("status").textContent = now;
  }
}

async function poll() {
  if (!document.hidden) {
    await refresh();
    await ask();
  }
  setTimeout(poll, POLL_MILLIS);
}

async function start() {
  byId("path").addEventListener("input", ask);
  byId("access-form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  byId("fault-form").addEventListener("submit", (event) => {
    event.preventDefault();
    change("faults", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(fault()),
    });
  });
  byId("forget").addEventListener("click", async () => {
    await load("journal", { method: "DELETE" });
    calls = [];
    await refresh();
  });
  try {
    byId("fault-operation").append(...(await load("operations")).map((name) => element("option", name)));
    byId("fault-operation").value = "GetDataAccess";
  } catch (e) {
    status("does not answer");
  }
  await poll();
}

start();
