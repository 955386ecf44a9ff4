//! What the experiment is made from.

/// What the features are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Data {
    /// Two of mean 0 and variance 1, the second in another unit, and both with another zero
    #[default]
    Normal,
    /// Temperature between 40 and 100, humidity between 0.3 and 0.6
    Weather,
}

/// Smallest and largest factor of the second feature.
pub const SCALES: (f64, f64) = (0.01, 1000.0);
/// Smallest and largest number that is added to both features.
pub const SHIFTS: (f64, f64) = (-20.0, 20.0);
/// Smallest and largest learning rate, as a multiple of 1/λmax.
pub const RATES: (f64, f64) = (0.1, 2.2);

/// What is asked for, in range by construction: made by `default`, by reading a link, and by the methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    /// What the features are
    pub data: Data,
    /// Factor of the second feature, in [`SCALES`]; weather has its own units
    pub scale: f64,
    /// What is added to both features, in [`SHIFTS`]; weather has its own zeros
    pub shift: f64,
    /// Whether each feature loses its mean and is divided by its (biased) standard deviation
    pub standardize: bool,
    /// Learning rate as a multiple of 1/λmax, in [`RATES`]: 1 takes the steepest direction in one step
    pub rate: f64,
}

impl Default for Setup {
    /// Frozen: old links omit what was the default.
    fn default() -> Self {
        Self {
            data: Data::Normal,
            scale: 10.0,
            shift: 0.0,
            standardize: false,
            rate: 1.0,
        }
    }
}

impl Setup {
    /// Takes another factor of the second feature, clamped; what is no number changes nothing.
    pub fn set_scale(&mut self, scale: f64) {
        self.scale = clamped(scale, SCALES, self.scale);
    }

    /// Takes another shift of both features, clamped; what is no number changes nothing.
    pub fn set_shift(&mut self, shift: f64) {
        self.shift = clamped(shift, SHIFTS, self.shift);
    }

    /// Takes another learning rate, clamped; what is no number changes nothing.
    pub fn set_rate(&mut self, rate: f64) {
        self.rate = clamped(rate, RATES, self.rate);
    }

    /// The unit and the zero of each feature: x = zero + unit · z, where z is drawn.
    pub(super) fn units(&self) -> [Unit; 2] {
        let of = |zero, unit| Unit { zero, unit };
        match self.data {
            Data::Normal => [of(self.shift, 1.0), of(self.shift, self.scale)],
            Data::Weather => [of(40.0, 60.0), of(0.3, 0.3)],
        }
    }
}

/// How a feature is written down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub zero: f64,
    pub unit: f64,
}

fn clamped(value: f64, (low, high): (f64, f64), before: f64) -> f64 {
    if value.is_nan() {
        before
    } else {
        value.clamp(low, high)
    }
}
