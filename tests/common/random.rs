//! Seeded numbers for tests.

use ndarray::{ArrayD, IxDyn};
use normscope::norm::Running;

/// SplitMix64 (Steele, Lea, Flood 2014): one addition and a mix per number, any seed is good.
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// In `from..=to`.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + (self.bits() % (to - from + 1) as u64) as usize
    }

    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.between(0, choices.len() - 1)].clone()
    }

    /// Nearly normal, by the sum of twelve uniforms.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    pub fn tensor(&mut self, shape: &[usize], mean: f64, std: f64) -> ArrayD<f32> {
        ArrayD::from_shape_simple_fn(IxDyn(shape), || (mean + std * self.normal()) as f32)
    }

    /// Between a half and two, of either sign: none is zero.
    pub fn weight(&mut self, shape: &[usize]) -> ArrayD<f32> {
        let one = |random: &mut Self| {
            let magnitude = 0.5 + 1.5 * random.uniform();
            let sign = random.pick(&[-1.0, 1.0]);
            (magnitude * sign) as f32
        };
        ArrayD::from_shape_simple_fn(IxDyn(shape), || one(self))
    }

    pub fn running(&mut self, channels: usize) -> Running {
        Running {
            mean: (0..channels).map(|_| self.normal()).collect(),
            var: (0..channels).map(|_| 0.5 + self.uniform()).collect(),
            batches: 3,
        }
    }
}
