// Messages from and to a page around this one: docs/embedding.md.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { around, ask, heard, keys, ready, say } from './around.mjs';
import { open } from './browser.mjs';

const search = (frame) => frame.evaluate(() => location.search);
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

test('a link is set, and what it leaves out keeps its value', async (t) => {
  const { page, inside } = await around(t, { link: '?x=randn(4,6,4,4)&layer=BatchNorm2d(6)&at=0,2,1,1' });
  const steps = await page.evaluate(() => history.length);
  const answer = await ask(page, { set: '?layer=GroupNorm(2,6)&t=2' });
  assert.deepEqual(Object.keys(answer).sort(), ['id', 'link', 'normscope', 'wrong']);
  assert.deepEqual(answer.wrong, []);
  const wanted = { x: 'randn(4,6,4,4)', layer: 'GroupNorm(2,6)', at: '0,2,1,1', t: '2' };
  assert.deepEqual(keys(answer.link), wanted);
  await ready(inside);
  assert.match(await inside.locator('.headline p').innerText(), /Group Norm, G = 2/);
  await inside.waitForFunction(() => location.search.includes('GroupNorm(2,6)'));
  assert.deepEqual(keys(await search(inside)), wanted);
  assert.equal(await page.evaluate(() => history.length), steps, 'no step of the history of the page around');
  assert.deepEqual(keys((await ask(page, { get: 'link' })).link), wanted);
  // A key without a value takes its default, as in a lesson.
  assert.deepEqual(keys((await ask(page, { set: '?at=&t=' })).link), { x: 'randn(4,6,4,4)', layer: 'GroupNorm(2,6)' });
});

test('an answer comes with the id of its question, or with none', async (t) => {
  const { page } = await around(t);
  const ids = ['a', '', 'x'.repeat(256), 0, -1.5];
  for (const id of ids) await say(page, { normscope: 1, get: 'link', id });
  await say(page, { normscope: 1, get: 'link' });
  await page.waitForFunction((count) => heard.length === count, ids.length + 1);
  const answers = (await heard(page, 'link')).map(({ data }) => data);
  assert.deepEqual(answers, [...ids.map((id) => ({ normscope: 1, link: '?', id })), { normscope: 1, link: '?' }]);
});

test('what is wrong in a link is said on the page and in the answer; the rest is followed', async (t) => {
  const { page, inside } = await around(t);
  const { link, wrong } = await ask(page, { set: '?layer=BananaNorm(3)&t=1&colour=red' });
  assert.deepEqual(keys(link), { t: '1' });
  assert.deepEqual(wrong.map(({ key }) => key).sort(), ['colour', 'layer']);
  for (const { why } of wrong) assert.match(why, /\w+ \w+/);
  const said = await inside.locator('.complaints').innerText();
  assert.match(said, /BananaNorm/);
  assert.match(said, /colour/);
  assert.deepEqual((await ask(page, { set: '?t=2' })).wrong, []);
  await ready(inside);
  assert.equal(await inside.locator('.complaints').count(), 0);
});

test('a place in a lesson begins with its own figure, unless the link has one', async (t) => {
  const { page, inside } = await around(t);
  await ask(page, { set: '?lesson=batch-norm&beat=four-steps' });
  await inside.getByRole('heading', { name: 'Subtract, divide, scale, shift' }).waitFor();
  await ready(inside);
  const begun = keys((await ask(page, { get: 'link' })).link);
  assert.deepEqual([begun.layer, begun.at, begun.weight], ['BatchNorm2d(6)', '0,2,1,1', '2']);
  const other = keys((await ask(page, { set: '?lesson=batch-norm&beat=one-mean&layer=InstanceNorm2d(6)' })).link);
  assert.deepEqual([other.beat, other.layer], ['one-mean', 'InstanceNorm2d(6)']);
});

test('what is said before the program has come is heard', async (t) => {
  const rest = '<script>document.querySelector("iframe").onload = ({ target }) => target.contentWindow.postMessage({ normscope: 1, set: "?t=3", id: 1 }, "*")</script>';
  const { page, inside } = await around(t, { rest });
  await page.waitForFunction(() => heard.some(({ data }) => data.id === 1));
  await inside.waitForFunction(() => location.search === '?t=3');
});

test('changes are told once the page around has spoken: five times a second, and the last one', async (t) => {
  const { page, inside, origin } = await around(t);
  const cube = inside.locator('.surface');
  await inside.getByRole('button', { name: 'Step', exact: true }).click();
  await ready(inside);
  await pause(300);
  assert.deepEqual(await heard(page, 'changed'), [], 'nobody is told before');
  await ask(page, { get: 'link' });
  await pause(300);
  assert.deepEqual(await heard(page, 'changed'), [], 'nothing has changed since');
  const box = await cube.boundingBox();
  await page.mouse.move(box.x + 200, box.y + 200);
  await page.mouse.down();
  for (let k = 0; k < 40; k++) {
    await page.mouse.move(box.x + 200 + 3 * k, box.y + 200 + k);
    await pause(25);
  }
  await page.mouse.up();
  await pause(400);
  const told = await heard(page, 'changed');
  assert(told.length >= 3, `${told.length} were told`);
  for (const { data, frame } of told) {
    assert.equal(frame, 0);
    assert.deepEqual(Object.keys(data).sort(), ['changed', 'normscope']);
  }
  const gaps = told.slice(1).map(({ at }, k) => at - told[k].at);
  assert(Math.min(...gaps) > 150, `${gaps}`);
  const { link } = await ask(page, { get: 'link' });
  assert.equal(told.at(-1).data.changed, link, 'the last one is what is shown');
  assert.match(link, /cam=/);
  assert.equal(typeof origin, 'string');
});

test('the clock is told as it runs, and where it ends', async (t) => {
  const { page, inside } = await around(t);
  await ask(page, { get: 'link' });
  await inside.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => heard.at(-1).data.changed === '?t=3', null, { timeout: 20_000 });
  const stages = (await heard(page, 'changed')).map(({ data }) => Number(keys(data.changed).t ?? 0));
  assert(stages.length > 5, `${stages}`);
  assert.deepEqual(stages, [...stages].sort((a, b) => a - b));
});

test('what was set is no news', async (t) => {
  const { page } = await around(t);
  for (const t of [1, 2, 3]) await ask(page, { set: `?t=${t}` });
  await pause(500);
  assert.deepEqual(await heard(page, 'changed'), []);
});

test('answers go to the origin of who asked', async (t) => {
  const { page, inside, origin } = await around(t, { same: true });
  // The same origin, so that the test can see where they go.
  await inside.evaluate(() => {
    window.targets = [];
    const post = parent.postMessage.bind(parent);
    parent.postMessage = (message, target) => {
      targets.push(target);
      post(message, target);
    };
  });
  await ask(page, { get: 'link' });
  await ask(page, { set: '?t=1' });
  await inside.getByRole('button', { name: 'Step', exact: true }).click();
  await page.waitForFunction(() => heard.some(({ data }) => data.changed === '?t=2'));
  const targets = await inside.evaluate(() => window.targets);
  assert(targets.length >= 3);
  assert.deepEqual(new Set(targets), new Set([origin]));
});

test('in a sandbox with scripts only', async (t) => {
  const { page, inside } = await around(t, { frame: 'sandbox="allow-scripts"' });
  assert.deepEqual(keys((await ask(page, { set: '?layer=GroupNorm(2,6)&t=2' })).link), { layer: 'GroupNorm(2,6)', t: '2' });
  await ready(inside);
  assert.match(await inside.locator('.headline p').innerText(), /Group Norm, G = 2/);
  const [{ origin }] = await heard(page, 'link');
  assert.equal(origin, 'null');
  await inside.getByRole('button', { name: 'Step', exact: true }).click();
  await page.waitForFunction(() => heard.some(({ data }) => data.changed === '?layer=GroupNorm(2,6)&t=3'));
});

test('a page around it that has no origin is answered as well', async (t) => {
  const { page, inside } = await around(t);
  const src = await inside.evaluate(() => location.href);
  const answer = page.waitForFunction(() => heard.find(({ data }) => data.told));
  await page.evaluate((src) => {
    const middle = document.createElement('iframe');
    middle.setAttribute('sandbox', 'allow-scripts');
    middle.srcdoc = `<iframe src="${src}" width="900" height="600"></iframe><script>
      const inner = document.querySelector('iframe');
      inner.onload = () => inner.contentWindow.postMessage({ normscope: 1, set: '?t=2' }, '*');
      addEventListener('message', ({ data }) => parent.postMessage({ told: data }, '*'));
    </script>`;
    document.body.append(middle);
  }, src);
  const { data } = await (await answer).jsonValue();
  assert.deepEqual(data.told, { normscope: 1, link: '?t=2', wrong: [] });
});

// Each is said by somebody else than the page around, and says what that page might.
test('only the page around it is heard', async (t) => {
  const sibling = `<!doctype html><title>Sibling</title><script>
    const figure = parent.frames[0];
    figure.postMessage({ normscope: 1, set: '?t=3', id: 'sibling' }, '*');
    figure.postMessage('slide:stop', '*');
  </script>`;
  const opened = `<!doctype html><link rel="icon" href="data:,"><title>Opened</title><script>
    opener.frames[0].postMessage({ normscope: 1, set: '?t=3', id: 'opened' }, '*');
  </script>`;
  const { page, inside } = await around(t, { files: { '/sibling.html': sibling, '/opened.html': opened } });
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'sibling.html';
    document.body.append(frame);
  });
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => { window.open('opened.html'); })]);
  await popup.waitForLoadState();
  // The page itself, and a frame inside of it.
  await inside.evaluate(() => {
    window.postMessage({ normscope: 1, set: '?t=3', id: 'self' }, '*');
    const inner = document.createElement('iframe');
    inner.srcdoc = '<script>parent.postMessage({ normscope: 1, set: "?t=3", id: "inner" }, "*")</script>';
    document.body.append(inner);
    setTimeout(() => inner.remove(), 300);
  });
  await pause(600);
  assert.equal(await search(inside), '');
  assert.deepEqual(await page.evaluate(() => heard), [], 'nobody is answered');
  // Who was not heard does not count as having spoken.
  await inside.getByRole('button', { name: 'Step', exact: true }).click();
  await pause(400);
  assert.deepEqual(await page.evaluate(() => heard), []);
  await popup.close();
});

test('a page that stands alone hears nobody', async (t) => {
  const page = await open(t);
  await page.evaluate(() => window.postMessage({ normscope: 1, set: '?t=3' }, '*'));
  await pause(300);
  assert.equal(new URL(page.url()).search, '');
});

test('hostile messages do nothing', { timeout: 120_000 }, async (t) => {
  const { page, inside } = await around(t, { link: '?t=1' });
  await page.evaluate(() => {
    const say = (message, transfer = []) => document.querySelector('iframe').contentWindow.postMessage(message, '*', transfer);
    const own = (...pairs) => Object.fromEntries(pairs);
    const cycle = { normscope: 1, set: '?t=3' };
    cycle.self = cycle;
    const deep = [];
    let inner = deep;
    for (let k = 0; k < 2000; k++) inner = inner[inner.push([]) - 1];
    const wide = { normscope: 1, set: '?t=3' };
    for (let k = 0; k < 100_000; k++) wide[`key${k}`] = k;
    const { port1, port2 } = new MessageChannel();
    const junk = [
      undefined, null, true, 0, 1, NaN, 12n, '', 'slide', 'slide:stop\n', '?t=3', '{"normscope":1,"set":"?t=3"}', '__proto__',
      [], [1], ['normscope', 1], [{ normscope: 1, set: '?t=3' }], new Date(), /x/, new Error('x'), new Map([['normscope', 1], ['set', '?t=3']]), new Set([1]),
      new ArrayBuffer(8), new Uint8Array(9), new Blob(['x']), new Boolean(true), new Number(1), new String('slide:stop'), new ImageData(1, 1),
      {}, { normscope: 1 }, { normscope: '1', set: '?t=3' }, { normscope: 1.5, set: '?t=3' }, { normscope: [1], set: '?t=3' }, { normscope: 1n, set: '?t=3' },
      { normscope: true, set: '?t=3' }, { normscope: new Number(1), set: '?t=3' }, { set: '?t=3' }, { normscope: 1, set: 't=3' }, { normscope: 1, set: ['?t=3'] },
      { normscope: 1, set: new String('?t=3') }, { normscope: 1, set: { toString: '?t=3' } }, { normscope: 1, set: null }, { normscope: 1, set: undefined },
      { normscope: 1, set: 'javascript:alert(1)' }, { normscope: 1, set: 'https://example.org/?t=3' }, { normscope: 1, set: '#t=3' },
      { normscope: 1, set: '?t=3', get: 'link' }, { normscope: 1, set: '?t=3', more: 1 }, { normscope: 1, set: '?t=3', id: {} }, { normscope: 1, set: '?t=3', id: null },
      { normscope: 1, set: '?t=3', id: 'x'.repeat(257) }, { normscope: 1, set: '?t=3', id: NaN }, { normscope: 1, get: '__proto__' }, { normscope: 1, get: 'settings' },
      { normscope: 1, eval: 'alert(1)' }, { normscope: 1, changed: '?t=3' }, { normscope: 1, link: '?t=3' }, { normscope: 1, key: 'PageDown' },
      JSON.parse('{"normscope":1,"set":"?t=3","__proto__":{"set":"?t=3"}}'), JSON.parse('{"__proto__":{"normscope":1,"set":"?t=3"}}'),
      own(['constructor', { prototype: 1 }], ['normscope', 1]), own(['hasOwnProperty', 1], ['normscope', 1], ['set', '?t=3']),
      { normscope: 'speaker', name: '' }, { normscope: 'speaker', name: 'normscope-speaker-' }, { normscope: 'speaker', name: null },
      cycle, deep, wide, { normscope: 1, set: `?x=${'9'.repeat(70_000)}` }, { normscope: 1, set: '?'.repeat(20_000_000) }, 'x'.repeat(20_000_000),
      { normscope: 1, set: '?t=3', ['k'.repeat(1_000_000)]: 1 },
    ];
    for (const message of junk) say(message);
    say({ normscope: 'speaker', name: 'normscope-speaker-00' }, [port2]);
    port1.postMessage(['said', 1e9, '?t=3', null, 0, 0, 1, 0, 0, 0]);
  });
  await pause(1000);
  assert.equal(await search(inside), '?t=1');
  assert.deepEqual(await page.evaluate(() => heard), [], 'there is no answer');
  assert.equal(await inside.evaluate(() => ({}).set), undefined);
  // The page goes on, and hears what it should.
  assert.deepEqual(keys((await ask(page, { set: '?t=2' })).link), { t: '2' });
});

test('a message can do no more than a link', async (t) => {
  const { page, inside } = await around(t);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const before = await inside.evaluate(() => location.pathname);
  const links = [
    '?lesson=https://example.org/lesson.md', '?x=load("secret.npy",4,6,4,4)', '?x=randn(99999999,99999999)', '?x=__import__("os")', '?layer=eval("1")',
    '?hide=everything', '?theme=javascript:alert(1)', '?%%%=%%%', '?&&&===', '?x=randn(4,6,4,4)#hash', '?\u0000=\u0000', `?${'t=1&'.repeat(10_000)}`,
    '?beat=<img src=x onerror=alert(1)>', '?lesson=<script>alert(1)</script>',
  ];
  for (const set of links) await ask(page, { set });
  await ready(inside);
  assert.equal(await inside.evaluate(() => location.pathname), before);
  assert.deepEqual(asked.filter((url) => url.includes('example.org')), []);
  assert.equal(await inside.locator('.complaints :is(img, script)').count(), 0);
  await ask(page, { set: '?lesson=https://example.org/lesson.md' });
  await inside.getByText('Nothing of it has been loaded yet').waitFor();
  assert.deepEqual(asked.filter((url) => url.includes('example.org')), []);
});

test('keys that the page does not use go to a page around it that has spoken', async (t) => {
  const { page, inside } = await around(t, { link: '?lesson=batch-norm&beat=one-mean' });
  const told = async () => {
    await pause(200);
    return (await heard(page, 'key')).map(({ data }) => data.key);
  };
  await inside.locator('.lesson .title').click();
  await page.keyboard.press('.');
  await pause(100);
  assert.deepEqual(await told(), [], 'who has not spoken hears no keys');
  await ask(page, { get: 'link' });
  await page.keyboard.press('PageDown');
  await inside.getByRole('heading', { name: 'Subtract, divide, scale, shift' }).waitFor();
  assert.deepEqual(await told(), [], 'the lesson has another beat');
  await ask(page, { set: '?lesson=contents' });
  await ask(page, { set: '?lesson=&view=explore' });
  await ready(inside);
  await inside.locator('.headline h1').click();
  for (const key of ['PageDown', 'PageUp', 'ArrowRight', 'Home', 'b']) await page.keyboard.press(key);
  assert.deepEqual(await told(), ['PageDown', 'PageUp', 'ArrowRight', 'Home', 'b']);
  // The figure keeps its arrow keys, a field what is typed, a shortcut is the browser's.
  await inside.locator('.surface').focus();
  await page.keyboard.press('ArrowRight');
  await inside.locator('.controls input[type=text]').first().focus();
  for (const key of ['b', 'ArrowLeft', 'PageDown']) await page.keyboard.press(key);
  await inside.locator('.controls input[type=range]').first().focus();
  await page.keyboard.press('ArrowLeft');
  await inside.getByRole('button', { name: 'Step', exact: true }).focus();
  for (const key of ['Space', 'Tab', 'Control+c', 'Shift+ArrowRight']) await page.keyboard.press(key);
  assert.equal((await told()).length, 5, `${await told()}`);
  // A clicker is not the cube's, wherever the focus is.
  await inside.locator('.surface').focus();
  await page.keyboard.press('PageDown');
  assert.equal((await told()).at(-1), 'PageDown');
  assert.equal((await told()).length, 6);
});
