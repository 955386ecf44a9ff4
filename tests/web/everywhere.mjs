// Links of every view, for tests of what has to hold in all of them.

export const EVERYWHERE = {
  Explore: '?at=0,2,1,1&t=2',
  'Explore, by set': '?color=set&cut=C3',
  'Explore, in eval': '?at=0,2,1,1&layer=BatchNorm2d(6)&mode=eval&steps=2',
  'Explore, refused': '?x=randn(1,6,1,1)&layer=BatchNorm2d(6)',
  Compare: '?view=compare&at=0,2,1,1',
  Descent: '?view=descent',
  Redraws: '?view=redraws',
  Stack: '?view=stack&order=pre',
  Family: '?view=family',
  'Family, one method': '?view=family&method=qk',
  Pictures: '?view=pictures&x=scenes(4,3,16,16)&layer=InstanceNorm2d(3)&style=1',
  Training: '?view=training&train=10',
  Contents: '?lesson=contents',
  'A beat that marks': '?lesson=batch-norm&beat=one-mean',
  'A beat with a choice': '?lesson=why-normalize&beat=stable',
  'A beat with pictures': '?lesson=instance-norm&beat=style',
};
