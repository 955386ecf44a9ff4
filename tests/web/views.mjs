// The views of which `cargo xtask shots` takes pictures: a name for the file, the link, and what is opened in it:
// a tab, where parts of the page are tabs, or the drawer of a phone.

const timeline = Object.fromEntries([0, 0.5, 1, 1.5, 2, 2.5, 3].map((t) => [`stage-${t}`, { link: `?at=0,2,1,1&layer=GroupNorm(3,6)&weight=2&bias=-0.5&t=${t}`, open: 'Distributions' }]));

export const VIEWS = {
  start: { link: '' },
  explore: { link: '?at=0,2,1,1&t=2' },
  ...timeline,
  distributions: { link: '?at=0,2,1,1&layer=BatchNorm2d(6)&t=2', open: 'Distributions' },
  eval: { link: '?layer=BatchNorm2d(6)&at=0,2,1,1&steps=4&mode=eval' },
  'eval-averages': { link: '?layer=BatchNorm2d(6)&at=0,2,1,1&steps=4&mode=eval', open: 'Distributions' },
  code: { link: '?at=0,2,1,1&layer=BatchNorm2d(6)&steps=2', open: 'Code' },
  export: { link: '?at=0,2,1,1&layer=BatchNorm2d(6)', open: 'Export' },
  controls: { link: '?layer=Norm(N=1,C=C/3,H=H,W=W)&at=0,2,1,1', open: 'Controls' },
  plates: { link: '?x=features(4,6,8,8)&layer=BatchNorm2d(6)&axes=N+C+H+W&at=1,2,3,3' },
  digits: { link: '?x=digits(6,1,8,8)&layer=InstanceNorm2d(1)&axes=N+C+H+W&at=2,0,3,3&t=2' },
  cut: { link: '?cut=C3&at=0,4,1,1' },
  sets: { link: '?color=set&layer=InstanceNorm2d(6)' },
  'sets-groups': { link: '?color=set&layer=GroupNorm(3,6)' },
  'sets-plates': { link: '?color=set&layer=GroupNorm(3,6)&axes=N+C+H+W' },
  poked: { link: '?layer=BatchNorm2d(6)&at=0,2,1,1&poke=0,2,1,1:9&t=3' },
  twins: { link: '?layer=GroupNorm(1,6)&at=0,2,1,1' },
  'not-finite': { link: '?x=dead(4,6,4,4)&layer=GroupNorm(6,6,eps=0)&at=0,0,1,1&t=2' },
  rejected: { link: '?x=randn(1,6,1,1)&layer=BatchNorm2d(6)' },
  'bad-link': { link: '?seed=many&layer=BananaNorm(6)' },
  table: { link: '?x=randn(9,8)&layer=BatchNorm1d(8)&at=5,2' },
  sentence: { link: '?x=randn(4,6,8)&layer=LayerNorm(8)&at=1,2,3' },
  volume: { link: '?x=randn(3,4,2,3,3)&layer=GroupNorm(2,4)&at=0,1,1,1,2&axes=N+C+D+H+W' },
  large: { link: '?x=randn(32,64,16,16)&layer=GroupNorm(8,64)&at=0,9,3,3' },
  compare: { link: '?view=compare&at=0,2,1,1' },
  'compare-start': { link: '?view=compare' },
  descent: { link: '?view=descent' },
  redraws: { link: '?view=redraws' },
  stack: { link: '?view=stack' },
  'stack-gradients': { link: '?view=stack&measure=gradients&depth=24&order=post' },
  'stack-last': { link: '?view=stack&measure=last&order=pre' },
  'stack-none': { link: '?view=stack&order=none&depth=48' },
  pictures: { link: '?view=pictures&x=scenes(4,3,32,32)&layer=InstanceNorm2d(3)' },
  'pictures-style': { link: '?view=pictures&x=scenes(6,3,32,32)&layer=InstanceNorm2d(3)&style=2' },
  'pictures-none': { link: '?view=pictures' },
  lessons: { link: '?lesson=contents' },
  lesson: { link: '?lesson=batch-norm&beat=one-mean' },
  'lesson-descent': { link: '?lesson=why-normalize&beat=stable' },
  'lesson-stack': { link: '?lesson=pre-norm&beat=pre' },
  'lesson-pictures': { link: '?lesson=instance-norm&beat=style' },
  'descent-shifted': { link: '?view=descent&scale=1&shift=5' },
  'compare-sets': { link: '?view=compare&color=set' },
};

// The picture in the README.
export const README = { link: '?at=0,2,1,1', size: [1366, 768], colorScheme: 'light' };
