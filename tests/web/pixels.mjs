// Two pictures, point by point.

// Bytes leave the page as a data: URL: as a list of numbers, those of a picture take seconds.
const asUrl = (bytes) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.readAsDataURL(new Blob([bytes]));
});

// Gives the page a function `asUrl` of bytes, whose answers `bytesOf` reads.
export const lendAsUrl = (page) => page.evaluate(`void (window.asUrl = ${asUrl})`);

export const bytesOf = (url) => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');

// The pixels of an image in the page, on a ground of one colour, at the place that its viewBox gives.
export async function pixels(page, source, size, place) {
  await lendAsUrl(page);
  return bytesOf(await page.evaluate(drawnAt, { source, size, ...place }));
}

async function drawnAt(given) {
  const image = new Image();
  image.src = given.source;
  await image.decode();
  const canvas = new OffscreenCanvas(given.size.width, given.size.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, given.left, given.top, given.width, given.height);
  return window.asUrl(context.getImageData(0, 0, canvas.width, canvas.height).data);
}

export const data = (kind, bytes) => `data:${kind};base64,${bytes.toString('base64')}`;

// The share of points, every third of them across and down, at which two pictures differ clearly.
export function difference(a, b, { width, height }) {
  let [points, different] = [0, 0];
  for (let y = 0; y < height; y += 3) {
    for (let x = 0; x < width; x += 3) {
      const at = 4 * (y * width + x);
      points++;
      if ([0, 1, 2].some((i) => Math.abs(a[at + i] - b[at + i]) > 48)) different++;
    }
  }
  return different / points;
}

// The pixels from right to left.
export function mirrored(pixels, { width }) {
  const place = (at) => 4 * (Math.floor(at / 4 / width) * width + (width - 1 - (at / 4) % width));
  return pixels.map((_, k) => pixels[place(k - (k % 4)) + (k % 4)]);
}
