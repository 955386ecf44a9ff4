//! From x to y: the boxes of an element, and what they give.

use super::boxes::{Ranges, half, tile};
use super::method::{Measure, Method};
use super::moments::Moments;
use super::singular::largest_singular;
use super::state::RENORM_EPS;
use super::{Of, Quantity, State, Term};
use ndarray::Array4;

/// A box, and what of it is.
pub(super) type Part = (Of, Ranges);

impl Method {
    /// y of every element of x of shape (N, C, H, W).
    ///
    /// # Panics
    ///
    /// If the state is of fewer channels.
    pub fn apply(&self, x: &Array4<f64>, state: &State) -> Array4<f64> {
        let shape: [usize; 4] = x.dim().into();
        let mut last = None;
        Array4::from_shape_fn(x.dim(), |(n, c, h, w)| {
            let at = [n, c, h, w];
            let parts = self.parts(shape, at, state);
            // Neighbours in memory mostly have the same boxes.
            let terms = match last.take() {
                Some((measured, terms)) if measured == (parts.clone(), c) => terms,
                _ => self.measure(x, &parts, c, state),
            };
            let y = self.y(x[at], &terms);
            last = Some(((parts, c), terms));
            y
        })
    }

    /// The boxes that are measured for an element.
    pub(super) fn parts(&self, shape: [usize; 4], at: [usize; 4], state: &State) -> Vec<Part> {
        let [n, c, h, w] = shape;
        let part = |of, block| (of, tile(shape, block, at));
        let batch = part(Of::Batch, [n, 1, h, w]);
        let instance = part(Of::Instance, [1, 1, h, w]);
        match self {
            Self::Tiled(tiled) => vec![part(Of::Set, tiled.block)],
            Self::Synced { .. } => {
                let on = |device: usize| {
                    let first = device * half(n);
                    let at = [first, at[1], 0, 0];
                    (first < n).then(|| (Of::Device(device), tile(shape, [half(n), 1, h, w], at)))
                };
                (0..2).filter_map(on).collect()
            }
            Self::Renormalized { .. } => vec![batch],
            Self::Power { .. } if state.batches > 0 => Vec::new(),
            Self::Power { .. } => vec![batch],
            Self::Restyled { .. } => {
                let next = [(at[0] + 1) % n, at[1], 0, 0];
                let style = (Of::Style, tile(shape, [1, 1, h, w], next));
                vec![instance, style]
            }
            Self::Switchable { .. } => vec![instance, part(Of::Layer, [1, c, h, w]), batch],
            Self::BatchInstance { .. } => vec![batch, instance],
            Self::Neighbours { size, .. } => {
                let mut window = tile(shape, [1; 4], at);
                window[1] = at[1].saturating_sub(size / 2)..c.min(at[1] + size.div_ceil(2));
                vec![(Of::Set, window)]
            }
            Self::Tanh { .. } => Vec::new(),
            Self::Spectral => vec![part(Of::Set, shape)],
        }
    }

    /// The statistics that y of an element is computed with.
    ///
    /// # Panics
    ///
    /// If there is no such element, or the state is of fewer channels.
    pub fn terms(&self, x: &Array4<f64>, at: [usize; 4], state: &State) -> Vec<Term> {
        let parts = self.parts(x.dim().into(), at, state);
        self.measure(x, &parts, at[1], state)
    }

    /// What the boxes of an element of this channel give.
    pub(super) fn measure(
        &self,
        x: &Array4<f64>,
        parts: &[Part],
        channel: usize,
        state: &State,
    ) -> Vec<Term> {
        if *self == Self::Spectral {
            return vec![Term::new(
                Quantity::SpectralNorm,
                Of::Set,
                largest_singular(x),
            )];
        }
        let measured: Vec<_> = parts
            .iter()
            .map(|(_, ranges)| Moments::of(x, ranges))
            .collect();
        let measured_of = parts
            .iter()
            .map(|(of, _)| *of)
            .zip(measured.iter().copied());
        match self {
            Self::Tiled(tiled) => tiled.measure.terms(&measured[0]),
            Self::Synced { .. } => synced(measured_of.collect()),
            Self::Renormalized { r_max, d_max } => {
                let mut terms = pair(Of::Batch, &measured[0]).to_vec();
                let of_running = [state.mean[channel], state.deviation[channel]];
                terms.extend(correction(&measured[0], of_running, [*r_max, *d_max]));
                terms
            }
            Self::Power { .. } => {
                let running = (Of::Running, state.mean_square[channel]);
                let own = measured.first().map(|own| (Of::Batch, own.mean_square()));
                let (of, value) = own.unwrap_or(running);
                vec![Term::new(Quantity::MeanSquare, of, value)]
            }
            Self::Restyled { .. } => measured_of
                .flat_map(|(of, moments)| pair(of, &moments))
                .collect(),
            Self::Switchable {
                means, variances, ..
            } => {
                let weights = means.iter().zip(variances);
                let weighted =
                    |((of, moments), (mean, variance)): ((Of, Moments), (&f64, &f64))| {
                        let [mu, var] = pair(of, &moments);
                        [mu.weighted(*mean), var.weighted(*variance)]
                    };
                measured_of.zip(weights).flat_map(weighted).collect()
            }
            Self::BatchInstance { rho, .. } => {
                let weighted = |((of, moments), weight): ((Of, Moments), f64)| {
                    pair(of, &moments).map(|term| term.weighted(weight))
                };
                let weights = [*rho, 1.0 - rho];
                measured_of.zip(weights).flat_map(weighted).collect()
            }
            Self::Neighbours { .. } => {
                vec![Term::new(Quantity::SquareSum, Of::Set, measured[0].squares)]
            }
            Self::Tanh { .. } | Self::Spectral => Vec::new(),
        }
    }
}

impl Measure {
    fn terms(self, moments: &Moments) -> Vec<Term> {
        let term = |quantity, value| Term::new(quantity, Of::Set, value);
        match self {
            Self::Variance { .. } => pair(Of::Set, moments).to_vec(),
            Self::Deviation { .. } => vec![
                term(Quantity::Mean, moments.mean),
                term(Quantity::Deviation, moments.unbiased_deviation()),
            ],
            Self::MeanSquare { .. } => vec![term(Quantity::MeanSquare, moments.mean_square())],
            Self::Norm { .. } => vec![term(Quantity::Norm, moments.norm())],
        }
    }
}

/// Mean and biased variance.
fn pair(of: Of, moments: &Moments) -> [Term; 2] {
    [
        Term::new(Quantity::Mean, of, moments.mean),
        Term::new(Quantity::Variance, of, moments.variance()),
    ]
}

/// Each device's own, weighted by how much of the batch it has, and then those of the batch, put together of these.
fn synced(devices: Vec<(Of, Moments)>) -> Vec<Term> {
    let all = devices.iter().map(|(_, moments)| *moments);
    let all = all.reduce(Moments::with).expect("one device at least");
    let own = devices.iter().flat_map(|(of, moments)| {
        pair(*of, moments).map(|term| term.weighted(moments.count / all.count))
    });
    own.chain(pair(Of::Batch, &all)).collect()
}

/// The running mean and deviation, and r and d, which lead from the batch's to these as far as they may.
fn correction(batch: &Moments, running: [f64; 2], [r_max, d_max]: [f64; 2]) -> [Term; 4] {
    let [mean, deviation] = running;
    let r = (batch.variance() + RENORM_EPS).sqrt() / deviation;
    let d = (batch.mean - mean) / deviation;
    [
        Term::new(Quantity::Mean, Of::Running, mean),
        Term::new(Quantity::Deviation, Of::Running, deviation),
        Term::new(Quantity::Ratio, Of::Batch, r.clamp(r_max.recip(), r_max)),
        Term::new(Quantity::Shift, Of::Batch, d.clamp(-d_max, d_max)),
    ]
}
