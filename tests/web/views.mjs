// The views of which `cargo xtask shots` takes pictures: a name for the file, and the link.

export const VIEWS = {
  start: '',
  explore: '?at=0,2,1,1&t=2',
  batch: '?layer=BatchNorm2d(6)&at=0,2,1,1&steps=4&mode=eval',
  plates: '?x=features(4,6,8,8)&layer=BatchNorm2d(6)&axes=N+C+H+W&at=1,2,3,3',
  sets: '?color=set&layer=InstanceNorm2d(6)',
  rejected: '?x=randn(1,6,1,1)&layer=BatchNorm2d(6)',
  sentence: '?x=randn(4,6,8)&layer=LayerNorm(8)&at=1,2,3',
  compare: '?view=compare&at=0,2,1,1',
};

// The picture in the README.
export const README = { link: '?at=0,2,1,1', size: [1366, 768], colorScheme: 'light' };
