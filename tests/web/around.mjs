// A page of another origin with the page in a frame, which notes what it hears, and when that was sent: a thread that is
// drawing hears late, and the next message then follows close behind.

import { address, blank } from './browser.mjs';
import { host } from './host.mjs';

const NOTE = `
  window.heard = [];
  addEventListener('message', ({ data, origin, source, timeStamp }) => {
    const frame = [...document.querySelectorAll('iframe')].findIndex((frame) => frame.contentWindow === source);
    heard.push({ data, origin, frame, at: timeStamp });
  });`;

// Opens it; `link` is what the frame shows, `frame` more attributes of it, `rest` more of the page.
// Gives the page around, its frame once that is ready, and the address of the page around.
export async function around(t, { link = '', frame = '', rest = '', same = false, files = {}, ...options } = {}) {
  const src = (same ? '/' : await address()) + link.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const html = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Around</title><script>${NOTE}</script>
    <iframe title="Figure" src="${src}" width="1280" height="720" ${frame}></iframe>${rest}`;
  const served = await host({ files: { '/around.html': html, ...files } });
  t.after(served.close);
  const page = await blank(t, { size: [1366, 800], ...options });
  await page.goto(`${served.address}around.html`);
  const inside = await (await page.$('iframe')).contentFrame();
  await ready(inside);
  return { page, inside, origin: new URL(served.address).origin };
}

export const ready = (frame) => frame.waitForSelector('html[data-ready]', { state: 'attached' });

// Says something to the frame, as the page around it.
export const say = (page, message) => page.evaluate((message) => document.querySelector('iframe').contentWindow.postMessage(message, '*'), message);

let count = 0;

// Says something, and gives the answer.
export async function ask(page, message) {
  const id = `ask ${count++}`;
  await say(page, { normscope: 1, id, ...message });
  const answer = await page.waitForFunction((id) => heard.find(({ data }) => data.id === id), id);
  const { data } = await answer.jsonValue();
  return data;
}

// All that was heard under a name: `link`, `changed`, `key`.
export const heard = (page, name) => page.evaluate((name) => window.heard.filter(({ data }) => data && Object.hasOwn(data, name)), name);

// The keys of a link and their values.
export const keys = (link) => Object.fromEntries(new URLSearchParams(link));
