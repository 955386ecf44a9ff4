// Ways to a link of the page.

import { address, ready } from './browser.mjs';

// Loads the page there.
export async function go(page, link) {
  await page.goto((await address()) + link);
  await ready(page);
}

// The same without loading the page again, as Back and Forward of the browser do it. What was turned, opened or scrolled
// by hand meanwhile stays.
export async function turnTo(page, link) {
  await page.evaluate((to) => {
    history.pushState(null, '', to || location.pathname);
    dispatchEvent(new PopStateEvent('popstate'));
  }, link);
  await ready(page);
}
