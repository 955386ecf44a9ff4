//! Internal covariate shift, and how smooth the loss is along its gradient.

use crate::nn::{Data, Trainer};

/// How the gradient of one map changes when the maps before it take their step.
///
/// ```text
/// ‖G − G′‖ and cos(G, G′)      G = ∂L/∂W_i at W_1 … W_k,   G′ = ∂L/∂W_i with W_1 … W_{i−1} as they are after the step
/// ```
///
/// (Santurkar et al. 2018, definition 2.1: the authors' measure of internal covariate shift.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// ‖G − G′‖
    pub distance: f64,
    /// cos(G, G′)
    pub cosine: f64,
}

/// The shift of each weight, from the first map to the last, in the next step of a trainer, which stays as it is.
///
/// What lies before a map counts as before it: its γ and β too.
pub fn shifts(trainer: &Trainer, data: &Data) -> Vec<Shift> {
    of_weights(trainer, data, |_| true)
}

/// The shift of the middle weight and of the last: of fewer passes than that of all.
pub(super) fn some_shifts(trainer: &Trainer, data: &Data) -> Vec<Shift> {
    let weights = trainer.network().parameters().list.iter();
    let count = weights.filter(|of| of.shape.len() > 1).count();
    of_weights(trainer, data, |k| k == count / 2 || k + 1 == count)
}

fn of_weights(trainer: &Trainer, data: &Data, is_asked: impl Fn(usize) -> bool) -> Vec<Shift> {
    let parameters = trainer.network().parameters();
    let (old, gradient) = (&parameters.values, trainer.derivatives(data, None));
    let new = {
        let mut stepped = trainer.clone();
        stepped.step(data);
        stepped.network().parameters().values.clone()
    };
    let weights = parameters.list.iter().filter(|of| of.shape.len() > 1);
    let asked = weights.enumerate().filter(|(k, _)| is_asked(*k));
    let shift = |place: &std::ops::Range<usize>| {
        let mut mixed = old.clone();
        mixed[..place.start].copy_from_slice(&new[..place.start]);
        let moved = trainer.derivatives(data, Some(&mixed));
        compared(&gradient.1[place.clone()], &moved.1[place.clone()])
    };
    asked.map(|(_, of)| shift(&of.place)).collect()
}

fn compared(one: &[f32], other: &[f32]) -> Shift {
    let pairs = || {
        one.iter()
            .zip(other)
            .map(|(a, b)| (f64::from(*a), f64::from(*b)))
    };
    let square = |values: &[f32]| values.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>();
    let product: f64 = pairs().map(|(a, b)| a * b).sum();
    let distance: f64 = pairs().map(|(a, b)| (a - b).powi(2)).sum();
    Shift {
        distance: distance.sqrt(),
        cosine: product / (square(one) * square(other)).sqrt(),
    }
}

/// What is met on the way along the gradient.
///
/// (Santurkar et al. 2018, section 3.2 and figure 4: steps of a range of sizes along the gradient from where a network stands.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothness {
    /// The smallest and the largest loss
    pub losses: [f64; 2],
    /// The smallest and the largest ‖g′ − g‖: how well a gradient tells the one a step further
    pub changes: [f64; 2],
    /// The largest ‖g′ − g‖ divided by the way: the "effective β-smoothness"
    pub beta: f64,
}

/// Steps along the gradient as parts of the learning rate, evenly spread in powers (the paper's range for its VGG network).
const PARTS: [f64; 2] = [0.5, 4.0];

/// How many.
const STEPS: usize = 8;

/// Looks along the gradient of the next batch, from the parameters of a trainer, which stays as it is.
pub fn smoothness(trainer: &Trainer, data: &Data) -> Smoothness {
    let start = &trainer.network().parameters().values;
    let (_, gradient) = trainer.derivatives(data, None);
    let rate = trainer.rate();
    let length = gradient
        .iter()
        .map(|g| f64::from(*g).powi(2))
        .sum::<f64>()
        .sqrt();
    let steps = (0..STEPS).map(|k| {
        let part = PARTS[0] * (PARTS[1] / PARTS[0]).powf(k as f64 / (STEPS - 1) as f64);
        let way = part * rate;
        let moved = start.iter().zip(&gradient).map(|(w, g)| w - way as f32 * g);
        let (score, there) = trainer.derivatives(data, Some(&moved.collect::<Vec<f32>>()));
        (
            score.loss,
            compared(&gradient, &there).distance,
            way * length,
        )
    });
    let start = Smoothness {
        losses: [f64::INFINITY, f64::NEG_INFINITY],
        changes: [f64::INFINITY, f64::NEG_INFINITY],
        beta: 0.0,
    };
    steps.fold(start, |seen, (loss, change, way)| Smoothness {
        losses: [seen.losses[0].min(loss), seen.losses[1].max(loss)],
        changes: [seen.changes[0].min(change), seen.changes[1].max(change)],
        beta: seen.beta.max(change / way),
    })
}
