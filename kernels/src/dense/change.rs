//! Values that are changed where they lie: sums that grow, and the steps of optimizers.

use crate::lanes::{Kernel, Lanes, Run};

/// What becomes of S numbers of an element, given N others.
trait Change<const S: usize, const N: usize>: Copy {
    fn of<G: Lanes<f32, L>, const L: usize>(self, states: [G; S], given: [G; N]) -> [G; S];
}

struct Changing<'a, C, const S: usize, const N: usize> {
    change: C,
    states: [&'a mut [f32]; S],
    given: [&'a [f32]; N],
}

impl<C: Change<S, N>, const S: usize, const N: usize> Kernel<f32> for Changing<'_, C, S, N> {
    const IS_CROWDED: bool = S + N > 2;

    #[inline(always)]
    fn run<G: Lanes<f32, L>, const L: usize>(self) {
        let Self {
            change,
            states,
            given,
        } = self;
        let whole = given[0].len() / L * L;
        let mut halves = states.map(|state| state.split_at_mut(whole));
        let given = given.map(|given| given.split_at(whole));
        let states = halves.each_mut().map(|(groups, _)| &mut **groups);
        groups::<G, C, S, N, L>(change, states, given.map(|(groups, _)| groups));
        let states = halves.each_mut().map(|(_, rest)| &mut **rest);
        singles(change, states, given.map(|(_, rest)| rest));
    }
}

#[inline(always)]
fn groups<G, C, const S: usize, const N: usize, const L: usize>(
    change: C,
    states: [&mut [f32]; S],
    given: [&[f32]; N],
) where
    G: Lanes<f32, L>,
    C: Change<S, N>,
{
    let given = given.map(|given| given.as_chunks::<L>().0);
    let len = given[0].len();
    let given = given.map(|given| &given[..len]);
    let mut states = states.map(|state| &mut state.as_chunks_mut::<L>().0[..len]);
    for i in 0..len {
        let numbers = states.each_ref().map(|state| G::load(&state[i]));
        let given = given.map(|given| G::load(&given[i]));
        let changed = change.of(numbers, given);
        for (state, changed) in states.iter_mut().zip(changed) {
            changed.store(&mut state[i]);
        }
    }
}

/// What fills no group.
#[inline(always)]
fn singles<C: Change<S, N>, const S: usize, const N: usize>(
    change: C,
    states: [&mut [f32]; S],
    given: [&[f32]; N],
) {
    use crate::lanes::Plain;
    groups::<Plain<f32, 1>, C, S, N, 1>(change, states, given);
}

fn run<C: Change<S, N>, const S: usize, const N: usize>(
    change: C,
    states: [&mut [f32]; S],
    given: [&[f32]; N],
) {
    let len = given[0].len();
    assert!(states.iter().all(|state| state.len() == len), "one length");
    assert!(given.iter().all(|given| given.len() == len), "one length");
    f32::run(Changing {
        change,
        states,
        given,
    });
}

#[derive(Clone, Copy)]
struct Add;

impl Change<1, 1> for Add {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [sum]: [G; 1], [value]: [G; 1]) -> [G; 1] {
        [sum.plus(value)]
    }
}

/// Adds values to others.
pub fn add(into: &mut [f32], values: &[f32]) {
    run(Add, [into], [values]);
}

/// μ_j, σ_j and r of noise.
#[derive(Clone, Copy)]
struct Noise([f32; 3]);

impl Change<2, 1> for Noise {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [y, drawn]: [G; 2], [moved]: [G; 1]) -> [G; 2] {
        let [mean, deviation, spread] = self.0.map(G::splat);
        let scale = deviation.plus(spread.times(drawn));
        [scale.times(y).plus(mean).plus(moved), scale]
    }
}

/// s ← σ_j + r·s, y ← s·y + μ_j + m, for the values of one unit and the standard normal numbers s.
pub fn noise([y, s]: [&mut [f32]; 2], moved: &[f32], unit: [f32; 3]) {
    run(Noise(unit), [y, s], [moved]);
}

/// Gradient descent, perhaps with momentum.
#[derive(Clone, Copy, Debug)]
pub struct SgdStep {
    /// η
    pub rate: f32,
    /// m
    pub momentum: f32,
    /// λ
    pub decay: f32,
}

impl Change<1, 1> for SgdStep {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [w]: [G; 1], [g]: [G; 1]) -> [G; 1] {
        let g = g.plus(w.times(G::splat(self.decay)));
        [w.minus(g.times(G::splat(self.rate)))]
    }
}

impl Change<2, 1> for SgdStep {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [w, v]: [G; 2], [g]: [G; 1]) -> [G; 2] {
        let g = g.plus(w.times(G::splat(self.decay)));
        let v = v.times(G::splat(self.momentum)).plus(g);
        [w.minus(v.times(G::splat(self.rate))), v]
    }
}

/// g ← g + λ·w, w ← w − η·g
pub fn sgd(step: SgdStep, w: &mut [f32], g: &[f32]) {
    run::<_, 1, 1>(step, [w], [g]);
}

/// g ← g + λ·w, v ← m·v + g, w ← w − η·v
pub fn sgd_with_momentum(step: SgdStep, w: &mut [f32], v: &mut [f32], g: &[f32]) {
    run::<_, 2, 1>(step, [w, v], [g]);
}

/// A step of Adam, with what follows from the number of steps.
#[derive(Clone, Copy, Debug)]
pub struct AdamStep {
    /// η/(1 − β₁ᵗ)
    pub rate: f32,
    /// √(1 − β₂ᵗ)
    pub root: f32,
    /// ε
    pub eps: f32,
    /// λ
    pub decay: f32,
    /// β₂
    pub keep_square: f32,
    /// 1 − β₁ and 1 − β₂
    pub take: [f32; 2],
}

impl Change<3, 1> for AdamStep {
    #[inline(always)]
    fn of<G: Lanes<f32, L>, const L: usize>(self, [w, v, s]: [G; 3], [g]: [G; 1]) -> [G; 3] {
        let g = g.plus(w.times(G::splat(self.decay)));
        let v = v.plus(g.minus(v).times(G::splat(self.take[0])));
        let square = G::splat(self.take[1]).times(g).times(g);
        let s = s.times(G::splat(self.keep_square)).plus(square);
        let size = s.root().over(G::splat(self.root)).plus(G::splat(self.eps));
        [w.minus(v.times(G::splat(self.rate)).over(size)), v, s]
    }
}

/// g ← g + λ·w, v ← v + (1 − β₁)·(g − v), s ← β₂·s + (1 − β₂)·g², w ← w − η/(1 − β₁ᵗ) · v/(√s/√(1 − β₂ᵗ) + ε)
pub fn adam(step: AdamStep, w: &mut [f32], [v, s]: [&mut [f32]; 2], g: &[f32]) {
    run(step, [w, v, s], [g]);
}
