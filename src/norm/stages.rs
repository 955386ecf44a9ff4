//! What becomes of one element.

use super::forward::widen;
use super::{Call, Module, Partition, Source, Statistic};
use kernels::Element;
use ndarray::ArrayD;

/// The stages x → x − μ → x̂ → γ·x̂ + β of any element of a call, in float64 and rounded once.
///
/// A call on a large tensor is known by x and the statistics of its sets:
/// nothing else has to be kept to say what becomes of an element.
///
/// ```
/// use ndarray::ArrayD;
/// use normscope::norm::{GroupNorm, Layer, Module, Stages};
/// let layer = Layer::GroupNorm(GroupNorm { num_groups: 1, num_channels: 2, eps: 0.0, affine: true });
/// let x = ArrayD::from_shape_vec(vec![1, 2, 2], vec![1.0, 3.0, 1.0, 3.0]).unwrap();
/// let mut module = Module::new(layer)?;
/// let call = module.measure(x.view())?;
/// assert_eq!(Stages::new(&module, &call).of(1, 3.0), [3.0, 1.0, 1.0, 1.0]);
/// # Ok::<(), normscope::norm::NormError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Stages {
    sets: Partition,
    /// Elements over which [`Self::fill`] goes with one look-up, from any multiple of this number on
    piece_len: usize,
    maps: Vec<SetMap>,
    statistic: Statistic,
    source: Source,
    affine: Option<Affine>,
}

/// Where the statistics and parameters of an element are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    set: usize,
    /// Of γ and β
    sharing: usize,
}

impl Place {
    /// The place that lies from this one as `to` lies from `from`.
    ///
    /// It is that of an element that differs from this one's in the indices of some axes only, where the elements
    /// of `from` and `to` differ in the same indices in the same way, whatever their others are.
    #[must_use]
    pub fn moved(self, from: Self, to: Self) -> Self {
        let moved = |at: usize, from: usize, to: usize| at.wrapping_add(to).wrapping_sub(from);
        Self {
            set: moved(self.set, from.set, to.set),
            sharing: moved(self.sharing, from.sharing, to.sharing),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct SetMap {
    mean: f64,
    inv_std: f64,
}

#[derive(Clone, Debug, PartialEq)]
struct Affine {
    /// The elements that share their γ and β
    sharing: Partition,
    weight: Vec<f64>,
    bias: Option<Vec<f64>>,
}

impl Stages {
    /// The stages of a call of `module`.
    pub fn new(module: &Module, call: &Call) -> Self {
        let means = call.used.mean.iter();
        let maps = means.zip(call.used.inv_std(call.plan.eps));
        let affine = |weight: &ArrayD<f32>| Affine {
            sharing: call.plan.affine(),
            weight: widen(weight),
            bias: module.bias().map(widen),
        };
        let piece_len = match module.weight() {
            Some(_) => common_divisor(call.plan.partition.run().0, call.plan.affine().run().0),
            None => call.plan.partition.run().0,
        };
        Self {
            piece_len,
            sets: call.plan.partition.clone(),
            maps: maps
                .map(|(&mean, inv_std)| SetMap { mean, inv_std })
                .collect(),
            statistic: call.plan.statistic,
            source: call.plan.source,
            affine: module.weight().map(affine),
        }
    }

    /// Whether y is finite wherever |x| is at most `largest`.
    pub fn keep_finite(&self, largest: f32) -> bool {
        let x_hat = |map: &SetMap| (f64::from(largest) + map.mean.abs()) * map.inv_std;
        // NaN is never the larger one.
        let largest = self.maps.iter().map(x_hat).fold(0.0, not_smaller);
        let size = |values: &[f64]| values.iter().map(|v| v.abs()).fold(0.0, not_smaller);
        let largest = self.affine.as_ref().map_or(largest, |affine| {
            largest * size(&affine.weight) + affine.bias.as_deref().map_or(0.0, size)
        });
        largest < f64::from(f32::MAX)
    }

    /// Whether y is x̂: γ and β are not learnt, or still 1 and 0.
    pub fn end_normalized(&self) -> bool {
        let all = |values: &[f64], initial: f64| values.iter().all(|&value| value == initial);
        self.affine.as_ref().is_none_or(|affine| {
            all(&affine.weight, 1.0) && affine.bias.as_deref().is_none_or(|bias| all(bias, 0.0))
        })
    }

    /// The sets whose elements another call of the same layer on the same shape maps otherwise.
    ///
    /// # Panics
    ///
    /// If the other call has another partition.
    pub fn changed_sets(&self, other: &Self) -> impl Iterator<Item = usize> {
        assert_eq!(self.sets, other.sets, "calls on the same shape");
        let pairs = self.maps.iter().zip(&other.maps).enumerate();
        pairs.filter_map(|(set, (ours, theirs))| (ours != theirs).then_some(set))
    }

    /// The stages of the element at the place `flat` in memory (C order), whose value is `x`.
    ///
    /// Without a mean (RMSNorm) the second stage is x again.
    ///
    /// # Panics
    ///
    /// If the tensor has no such element.
    pub fn of(&self, flat: usize, x: f32) -> [f32; 4] {
        self.at(self.place(flat), x)
    }

    /// Where the statistics and parameters are of the element at the place `flat` in memory.
    pub fn place(&self, flat: usize) -> Place {
        let affine = self.affine.as_ref();
        Place {
            set: self.sets.set_at(flat),
            sharing: affine.map_or(0, |affine| affine.sharing.set_at(flat)),
        }
    }

    /// The stages of an element with these statistics and parameters, whose value is `x`.
    ///
    /// # Panics
    ///
    /// If the place is that of no element.
    #[inline]
    pub fn at(&self, place: Place, x: f32) -> [f32; 4] {
        let affine = self.affine.as_ref().map(|affine| affine.of(place.sharing));
        self.map(x, self.maps[place.set], affine)
    }

    /// One stage of the elements from the place `flat` in memory on, whose values are `x`, into `out`.
    ///
    /// # Panics
    ///
    /// If `out` has another length than `x`, or the tensor has no such elements.
    pub fn fill(&self, stage: usize, flat: usize, x: &[f32], out: &mut [f32]) {
        assert_eq!(x.len(), out.len(), "a place for every value");
        let step = |(_, is_one_set): (usize, bool)| usize::from(!is_one_set);
        let set_step = step(self.sets.run());
        let affine = self.affine.as_ref().filter(|_| stage == 3);
        let affine_step = affine.map_or(0, |affine| step(affine.sharing.run()));
        let mut at = 0;
        while at < x.len() {
            let piece = self.piece_len - (flat + at) % self.piece_len;
            let piece = at..x.len().min(at + piece);
            let set = self.sets.set_at(flat + at);
            let place = affine.map_or(0, |affine| affine.sharing.set_at(flat + at));
            at = piece.end;
            let element = |i: usize| {
                let affine = affine.map(|affine| affine.of(place + i * affine_step));
                self.element(stage, self.maps[set + i * set_step], affine)
            };
            let (x, out) = (&x[piece.clone()], &mut out[piece]);
            if set_step + affine_step == 0 {
                element(0).fill(x, out);
            } else {
                for (i, (out, &x)) in out.iter_mut().zip(x).enumerate() {
                    *out = element(i).of(x);
                }
            }
        }
    }

    /// [`Self::map`] to one stage.
    #[inline]
    fn element(&self, stage: usize, map: SetMap, affine: Option<[f64; 2]>) -> Element {
        let SetMap { mean, inv_std } = map;
        let [weight, bias] = affine.unwrap_or([Element::SAME.weight, Element::SAME.bias]);
        let (center, scale, shift) = match (stage, self.statistic, self.source) {
            (1, Statistic::MeanVariance, _) => (mean, 1.0, 0.0),
            (0 | 1, ..) => return Element::SAME,
            (_, _, Source::Batch) => (mean, inv_std, 0.0),
            (_, _, Source::Running) => (0.0, inv_std, mean * inv_std),
        };
        Element {
            center,
            scale,
            shift,
            weight,
            bias,
        }
    }

    #[inline(always)]
    fn map(&self, x: f32, SetMap { mean, inv_std }: SetMap, affine: Option<[f64; 2]>) -> [f32; 4] {
        let value = f64::from(x);
        let centered = match self.statistic {
            Statistic::MeanVariance => (value - mean) as f32,
            Statistic::MeanSquare => x,
        };
        let x_hat = match self.source {
            Source::Batch => (value - mean) * inv_std,
            // As the kernels do, and PyTorch: the two differ where both the variance and ε are 0.
            Source::Running => value * inv_std - mean * inv_std,
        };
        let y = affine.map_or(x_hat, |[weight, bias]| x_hat * weight + bias);
        [x, centered, x_hat as f32, y as f32]
    }
}

impl Affine {
    fn of(&self, place: usize) -> [f64; 2] {
        let bias = self.bias.as_ref().map_or(0.0, |bias| bias[place]);
        [self.weight[place], bias]
    }
}

/// The largest number that divides both.
fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// The larger one, or NaN where one is.
fn not_smaller(a: f64, b: f64) -> f64 {
    if a.is_nan() || a >= b { a } else { b }
}
