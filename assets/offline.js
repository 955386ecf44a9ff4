// Keeps the hosted page for when there is no network, and deletes it when a newer one is kept.
// `xtask/src/offline.rs` writes BUILD and FILES: each file of the page by name, with the SHA-256 of its bytes.
// The names of all but the page itself hold a hash, so a page only ever gets the files of its own build.
const BUILD = '';
const FILES = {};

// How long the network has to bring the page before the one that is kept is shown.
const PATIENCE_MS = 3000;

const SCOPE = registration.scope;
// A host may have several pages: each has its own.
const CACHE = `normscope ${SCOPE} ${BUILD}`;

const sum = async (bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

// A host that changes meanwhile gives files of two builds: then none is kept, and the browser tries again another time.
const keepOne = async (cache, [name, expected]) => {
  const response = await fetch(SCOPE + name, { cache: 'no-cache' });
  const bytes = await response.arrayBuffer();
  if (!response.ok || await sum(bytes) !== expected) throw new Error(`${name} is not of this build`);
  const headers = { 'Content-Type': response.headers.get('Content-Type') ?? 'application/octet-stream' };
  await cache.put(SCOPE + name, new Response(bytes, { headers }));
};

const keep = async () => {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map((file) => keepOne(cache, file)));
  } catch (cause) {
    await caches.delete(CACHE);
    throw cause;
  }
};

const forgetOthers = async () => {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(`normscope ${SCOPE} `) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
};

// Not by opening the cache: that would make it anew where a newer build has deleted it.
const kept = (name) => caches.match(SCOPE + name, { cacheName: CACHE });

// The newest page that comes in time, or the one that is kept.
const newest = async (request) => {
  const network = fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  const response = await Promise.race([network.catch(() => undefined), late]);
  // A redirect is the host's answer too.
  const isAnswer = response?.ok || response?.type === 'opaqueredirect';
  return isAnswer ? response : (await kept('')) ?? network;
};

addEventListener('install', (event) => event.waitUntil(keep()));

// Those of an older build have been closed by now, or there was none.
addEventListener('activate', (event) => event.waitUntil(forgetOthers().then(() => clients.claim())));

addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const address = url.split(/[?#]/)[0];
  if (method !== 'GET' || !address.startsWith(SCOPE)) return;
  const name = address.slice(SCOPE.length);
  if (mode === 'navigate') {
    if (name === '' || name === 'index.html') event.respondWith(newest(event.request));
  } else if (name !== '' && Object.hasOwn(FILES, name)) {
    event.respondWith(kept(name).then((response) => response ?? fetch(event.request)));
  }
});

// A page says of which build it is. One of this build, and no other open, lets it take over; another is told that
// there is a newer one.
addEventListener('message', async (event) => {
  if (event.data !== BUILD) return event.source.postMessage('newer');
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(SCOPE)).length <= 1) skipWaiting();
});
