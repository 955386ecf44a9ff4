// The lessons as they are written and as the page shows them, and whether the numbers in their prose are true.

import { readdir, readFile } from 'node:fs/promises';
import { expected } from './values.mjs';

const LESSONS = new URL('../../assets/lessons/en/', import.meta.url);

// The lessons as they are written: for each beat its place, the links that drive the figure, and the names of live values.
export async function written() {
  const files = (await readdir(LESSONS)).filter((name) => name.endsWith('.md')).sort();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, LESSONS), 'utf8')));
  return texts.flatMap((text) => {
    const [about, ...beats] = text.split(/^## /m);
    const id = (part) => /\{#([\w-]+)\}/.exec(part)[1];
    const links = (part) => [...part.matchAll(/\]\((\?(?:[^()]|\([^()]*\))*)\)/g)].map(([, link]) => link);
    const values = (part) => [...part.replace(/(\$\$?)[^$]*\1/g, '').matchAll(/\{([a-z_]+)(?:: [^}]*)?\}/g)].map(([, name]) => name).filter((name) => name !== 'recorded');
    const spoken = (part) => part.replace(/^> Note:[^]*?(?=\n\n(?!>)|$(?![^]))/gm, '');
    return beats.map((beat) => ({
      place: `${id(about)}/${id(beat)}`,
      links: links(spoken(beat)),
      values: values(spoken(beat).replace(/^.*\n/, '')),
    }));
  });
}

// What is seen of the beat: alerts, live values, recorded numbers and where their sources stand, and the headline.
export const seen = (page) => page.evaluate(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const sources = all('.sources li').map((source) => source.textContent);
  return {
    headline: document.querySelector('.headline h1')?.textContent ?? '',
    isDrawn: document.querySelector('.surface[data-projection]') !== null || document.querySelector('main.experiment :is(canvas, svg)') !== null,
    complaints: all('.complaints').map((part) => part.innerText),
    alerts: all('.alert:not(.complaints)').map((part) => part.innerText),
    // The curves of runs in training, whose numbers the prose repeats.
    runs: JSON.parse(document.querySelector('.training canvas')?.dataset.curves ?? '[]'),
    live: all('.lesson output.live:not(.notes *)').map(({ dataset, textContent }) => ({ name: dataset.live, link: dataset.link, value: dataset.value, text: textContent })),
    recorded: all('.lesson span.recorded').map((mark) => ({ text: mark.textContent, title: mark.title, source: sources[mark.dataset.source - 1] })),
    tables: all('.lesson figure.recorded').map((table) => table.querySelector('figcaption').textContent),
    current: all('.lesson a.drive:not(.notes *)').map((link) => link.getAttribute('aria-current') === 'true'),
  };
});

// What a number in the prose says, and how far it may be from the value that it stands for.
function said(text, value, digits) {
  const number = Number(text.replace('−', '-').replace('e−', 'e-').replaceAll(',', '').replace(/ %$/, ''));
  if (digits === 'count') return { number, within: 0 };
  const shown = digits === 'percent' ? 100 * value : value;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(shown))) - (digits === 'percent' ? 3 : digits) + 1);
  return { number, of: shown, within: shown === 0 ? 0 : 0.5000001 * unit };
}

const RUNS = ['first', 'second', 'third', 'fourth'];

// What a number about a run in training stands for: the end of the curve that the figure draws of it.
// Whether the curves are right, tests/recorded_training.rs and tests/training.rs ask.
function ofRun(name, runs) {
  const [nth, what] = name.split('_');
  const run = runs[RUNS.indexOf(nth)];
  if (!run) return undefined;
  return what === 'accuracy' ? { value: run.test.at(-1), within: 0, digits: 'percent' } : { value: run.watched.at(-1), within: 0, digits: 3 };
}

// A live value beside its second implementation: how much of the tolerance it took, and what is wrong, if anything.
export function compared({ name, link, value, text }, runs) {
  const what = `{${name}} of ${link}`;
  const number = Number(value);
  if (!value || !Number.isFinite(number)) return { name, wrong: `${what} is ${value}, “${text}”` };
  const truth = ofRun(name, runs) ?? expected(name, link);
  const apart = Math.abs(number - truth.value);
  const part = truth.within ? apart / truth.within : 0;
  if (!(apart <= truth.within)) return { name, part, wrong: `${what} is ${number}, not ${truth.value} within ${truth.within}` };
  if (number < truth.least) return { name, part, wrong: `${what} is ${number}, less than rounding leaves` };
  const { number: spoken, of = number, within } = said(text, number, truth.digits);
  return { name, part, wrong: Math.abs(spoken - of) <= within ? undefined : `${what} is written “${text}”, not ${of}` };
}
