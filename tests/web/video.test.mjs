// The animation as a video: every frame is what the page shows at that stage, and comes when it should.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { address, axe, blank, open, ready } from './browser.mjs';
import { bytesOf, data, lendAsUrl } from './pixels.mjs';

const RATE = 30;
const [HOLD, STAGE] = [1, 0.9];

// Places of frames, and the stage that each shows: held ones, and one on the way, as the page's clock eases it.
const eased = (u) => 3 * u * u - 2 * u ** 3;
const PLACES = [
  [15, 0],
  [42, eased((42 / RATE - HOLD) / STAGE)],
  [72, 1],
  [129, 2],
  [200, 3],
];

// The mean difference of colours out of 255 that encoding may make, and how many times as far other stages are.
const [NEAR, FAR] = [2.5, 1.5];

const dialog = (page) => page.getByRole('dialog', { name: 'Export' });
const button = (page, name) => dialog(page).getByRole('button', { name, exact: true });
const choose = (page, name, option) => dialog(page).getByRole('combobox', { name }).selectOption(option);

async function show(page, of = 'Tensor') {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await choose(page, 'Of', of);
  await choose(page, 'Pixel scale', '1×');
}

async function taken(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), button(page, name).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

// The page at a link whose encoder refuses what `refuses`, a function of the configuration, says.
async function without(t, link, refuses) {
  const page = await blank(t);
  await page.addInitScript(`{
    const ask = VideoEncoder.isConfigSupported.bind(VideoEncoder);
    VideoEncoder.isConfigSupported = async (config) => ((${refuses})(config) ? { supported: false } : ask(config));
  }`);
  await page.goto((await address()) + link);
  await ready(page);
  return page;
}

// What a player makes of a video: its length in seconds, its size, and its pixels in the middle of frames.
async function played(page, source, places) {
  await lendAsUrl(page);
  const film = await page.evaluate(playedInPage, { source, places, rate: RATE });
  return { ...film, frames: film.frames.map(bytesOf) };
}

// In the page: the same, with the pixels of each frame as a URL.
async function playedInPage(given) {
  const video = document.createElement('video');
  video.muted = true;
  const heard = (name) => new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener('error', () => reject(video.error.message), { once: true });
  });
  const blob = await (await fetch(given.source)).blob();
  const loaded = heard('loadeddata');
  video.src = URL.createObjectURL(blob);
  await loaded;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const frames = [];
  for (const place of given.places) {
    const sought = heard('seeked');
    video.currentTime = (place + 0.5) / given.rate;
    await sought;
    let pixels;
    do {
      await new Promise(requestAnimationFrame);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(video, 0, 0);
      pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
      // A player may have found the place before it has the picture.
    } while (!pixels[3]);
    frames.push(await window.asUrl(pixels));
  }
  return { duration: video.duration, width: canvas.width, height: canvas.height, frames };
}

// The pixels of a PNG.
async function drawn(page, bytes) {
  await lendAsUrl(page);
  const picture = await page.evaluate(openedInPage, data('image/png', bytes));
  return { ...picture, pixels: bytesOf(picture.pixels) };
}

// In the page: the same, with the pixels as a URL.
async function openedInPage(source) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { width, height } = image;
  return { width, height, pixels: await window.asUrl(context.getImageData(0, 0, width, height).data) };
}

// The mean difference between a picture and a frame below its line of text.
function apart(picture, frame, { width, height }) {
  const head = height - picture.height - ((height - picture.height) % 2);
  let sum = 0;
  for (let y = 0; y < picture.height; y++) {
    for (let k = 0; k < 4 * picture.width; k++) {
      sum += Math.abs(picture.pixels[4 * picture.width * y + k] - frame[4 * width * (y + head) + k]);
    }
  }
  return sum / (3 * picture.width * picture.height);
}

// How many points of the line above the picture are ink.
function ink(frame, { width }) {
  let points = 0;
  for (let at = 0; at < 4 * width * 24; at += 4) if (frame[at] < 110) points++;
  return points;
}

async function assertShows(t, page, video, link, of) {
  const kind = video.name.endsWith('.mp4') ? 'video/mp4' : 'video/webm';
  const film = await played(page, data(kind, video.bytes), PLACES.map(([place]) => place));
  assert(Math.abs(film.duration - (4 * HOLD + 3 * STAGE)) < 0.002, `${film.duration} s`);
  const pictures = [];
  for (const [, stage] of PLACES) {
    const still = await open(t, `${link}&t=${stage.toFixed(4)}`);
    await show(still, of);
    pictures.push(await drawn(still, (await taken(still, 'PNG')).bytes));
  }
  assert(pictures.every(({ width }) => width + (width % 2) === film.width));
  const differences = film.frames.map((frame) => pictures.map((picture) => apart(picture, frame, film)));
  const said = differences.map((row) => row.map((one) => one.toFixed(1)).join(' ')).join('; ');
  differences.forEach((row, at) => row.forEach((difference, other) => {
    if (at === other) assert(difference < NEAR, `frame ${PLACES[at][0]} is not as the page: ${said}`);
    else assert(difference > FAR * row[at], `frame ${PLACES[at][0]} is as at stage ${PLACES[other][1]}: ${said}`);
  }));
  // “x → x − μ, 42 %” is longer than “x”.
  const [first, second] = film.frames.map((frame) => ink(frame, film));
  assert(first > 10 && second > 2 * first, `${first} and ${second} points of ink in the line of text`);
}

const LINK = '?layer=GroupNorm(3,6)&weight=3&bias=-2';

test('an MP4 shows the cube at each stage as the page does', async (t) => {
  const page = await open(t, LINK);
  await show(page);
  assert.deepEqual(await axe(page), []);
  const at = page.url();
  const video = await taken(page, 'Video');
  assert.equal(page.url(), at, 'the page itself does not move');
  assert.equal(await page.getByRole('slider', { name: 'Stage' }).inputValue(), '0');
  assert.equal(video.name, 'GroupNorm-4x6x4x4.mp4');
  assert.equal(video.bytes.readUInt32BE(video.bytes.indexOf('stsz') + 12), 201, 'frames');
  assert(video.bytes.includes('weight=3&bias=-2'), 'it carries its link');
  await assertShows(t, page, video, LINK, 'Tensor');
});

test('where there is no H.264, a WebM shows the moving distribution', async (t) => {
  const page = await without(t, LINK, (config) => config.codec.startsWith('avc'));
  await show(page, 'Distribution after');
  const video = await taken(page, 'Video');
  assert.equal(video.name, 'GroupNorm-4x6x4x4-after.webm');
  assert(video.bytes.includes('V_VP9') && video.bytes.includes('weight=3&bias=-2'));
  await assertShows(t, page, video, LINK, 'Distribution after');
});

test('a video is as large as its scale says, or as the encoder takes', async (t) => {
  const page = await without(t, LINK, (config) => config.width > 1500);
  await show(page);
  const { width } = await drawn(page, (await taken(page, 'PNG')).bytes);
  await choose(page, 'Pixel scale', '4×');
  const { bytes } = await taken(page, 'Video');
  // The width in tkhd, in 1/65536 of a pixel
  const filmed = bytes.readUInt32BE(bytes.indexOf('tkhd') + 80) / 65536;
  const scale = [4, 3, 2, 1].find((scale) => width * scale <= 1500);
  assert.equal(filmed, Math.ceil((width * scale) / 2) * 2);
  assert(scale > 1, `${width} px`);
});

test('filming is given up by its button, and with the dialog', async (t) => {
  const page = await open(t, LINK);
  page.on('download', () => page.faults.push('a video that was given up'));
  await show(page);
  await button(page, 'Video').click();
  const progress = dialog(page).getByRole('progressbar', { name: 'Video' });
  await dialog(page).getByText(/^Frame [1-9]\d* of 201$/).waitFor();
  await button(page, 'Cancel').click();
  await progress.waitFor({ state: 'detached' });
  await ready(page);
  assert.equal(await button(page, 'Video').evaluate((element) => document.activeElement === element), true);
  await button(page, 'Video').click();
  await progress.waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  await ready(page);
});

for (const [link, of] of [[LINK, 'Distribution before'], [`${LINK}&color=set`, 'Tensor'], ['?x=randn(1,6,1,1)&layer=BatchNorm2d(6)', 'Tensor']]) {
  test(`what does not move has no video: ${of} ${link}`, async (t) => {
    const page = await open(t, link);
    await show(page, of);
    assert(await button(page, 'Video').isDisabled());
    await dialog(page).getByText('same at every stage').waitFor();
    assert(await button(page, 'PNG').isEnabled());
  });
}

test('a browser without an encoder says so', async (t) => {
  const page = await blank(t);
  await page.addInitScript(() => delete window.VideoEncoder);
  await page.goto((await address()) + LINK);
  await ready(page);
  await show(page);
  assert(await button(page, 'Video').isDisabled());
  await dialog(page).getByText('cannot encode videos').waitFor();
});

test('an encoder that takes no such size says so', async (t) => {
  const page = await without(t, LINK, () => true);
  await show(page);
  await button(page, 'Video').click();
  await dialog(page).getByRole('status').getByText('cannot encode videos').waitFor();
  await ready(page);
});
