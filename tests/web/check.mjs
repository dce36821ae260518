import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Looks at web pages in one Chromium: what axe-core finds, and what is wider than a window of 360 and of 1280 px.
//
// Standard input has in each line a color scheme, light or dark, and the path of a page. For each page with something wrong a line of JSON is printed:
// {"page": PATH, "found": [WORDS, ...]}. CHROMIUM is the program, AXE the path of axe.min.js of the npm package axe-core,
// PROFILE a folder. Chromium is spoken to by the DevTools protocol over pipes, which needs no other package.
const { CHROMIUM, AXE, PROFILE } = process.env;
const browser = spawn(
  CHROMIUM,
  [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--remote-debugging-pipe",
    `--user-data-dir=${PROFILE}`,
    "about:blank",
  ],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
);
browser.on("exit", (code) => {
  if (!ended) {
    console.error(`Chromium ended with ${code}`);
    process.exit(1);
  }
});
let ended = false;
let number = 0;
let received = "";
const waiting = new Map();
const events = [];
browser.stdio[4].setEncoding("utf8").on("data", (data) => {
  const messages = (received + data).split("\0");
  received = messages.pop();
  for (const message of messages.map((it) => JSON.parse(it))) {
    if (message.id !== undefined) {
      waiting.get(message.id)(message);
      waiting.delete(message.id);
    } else {
      events.splice(0).forEach((event) => (event.method === message.method ? event.done() : events.push(event)));
    }
  }
});
const send = (method, params, sessionId) =>
  new Promise((done, failed) => {
    number += 1;
    waiting.set(number, (it) => (it.error ? failed(new Error(`${method}: ${it.error.message}`)) : done(it.result)));
    browser.stdio[3].write(`${JSON.stringify({ id: number, method, params, sessionId })}\0`);
  });
const event = (method) => new Promise((done) => events.push({ method, done }));

const { targetId } = await send("Target.createTarget", { url: "about:blank" });
const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
const page = (method, params = {}) => send(method, params, sessionId);
const evaluated = async (expression) => {
  const { result, exceptionDetails } = await page("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
};
await page("Page.enable");
// The pages allow no script, and axe-core is one.
await page("Page.setBypassCSP", { enabled: true });
const axe = readFileSync(AXE, "utf8");
const violations = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map((it) => it.id + ": " + it.help + " (" + it.nodes.map((node) => node.target.join(" ")).join(", ") + ")"))`;
const wide = `[...document.querySelectorAll("body *")]
  .filter((it) => it.getBoundingClientRect().right > innerWidth + 1 || it.getBoundingClientRect().left < -1)
  .map((it) => it.tagName.toLowerCase() + " " + it.textContent.trim().slice(0, 40))`;

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [scheme, path] = line.split(/ (.*)/);
  const found = [];
  const loaded = event("Page.loadEventFired");
  await page("Page.navigate", { url: pathToFileURL(path).href });
  await loaded;
  await evaluated(`${axe};0`);
  await page("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  for (const width of [360, 1280]) {
    await page("Emulation.setDeviceMetricsOverride", { width, height: 800, deviceScaleFactor: 1, mobile: false });
    const overflow = await evaluated(`document.documentElement.scrollWidth > ${width}`);
    if (overflow) found.push(`wider than ${width} px: ${(await evaluated(wide)).slice(0, 5).join("; ")}`);
    if (width > 500) found.push(...(await evaluated(violations)).map((it) => `${scheme}: ${it}`));
  }
  if (found.length > 0) console.log(JSON.stringify({ page: path, found }));
}
ended = true;
browser.kill();
