//! The random numbers that PyTorch draws on a CPU.

use ndarray::{ArrayD, IxDyn};

use super::box_muller::{BLOCK, box_muller};

/// PyTorch's generator for the CPU, as `torch.manual_seed` leaves it.
///
/// Equal seeds and equal calls in equal order give equal tensors, to 1e-6 of PyTorch's.
///
/// ```
/// use normscope::torch::Generator;
/// // torch.manual_seed(0); torch.randn(3)
/// let x = Generator::new(0).randn(&[3]);
/// assert!((x[0] - 1.5409961).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    engine: MersenneTwister,
    /// Second value of the last pair that a short tensor drew
    spare_normal: Option<f64>,
}

impl Generator {
    /// The generator after `torch.manual_seed(seed)`, which takes the lowest 32 bits.
    pub fn new(seed: u64) -> Self {
        Self {
            engine: MersenneTwister::new(seed as u32),
            spare_normal: None,
        }
    }

    /// `torch.rand(shape)`: uniform in [0, 1), 24 random bits each.
    pub fn rand(&mut self, shape: &[usize]) -> ArrayD<f32> {
        let mut values = vec![0.0; shape.iter().product()];
        self.fill_rand(&mut values);
        array(shape, values)
    }

    /// `torch.randn(shape)`: normal with mean 0 and variance 1.
    ///
    /// ```text
    /// n = √(−2 ln(1 − u)) · cos(2π v),   √(−2 ln(1 − u)) · sin(2π v)
    /// ```
    ///
    /// with uniform u and v (Box and Muller 1958).
    /// Fewer than 16 values are drawn in double precision pair by pair, and an odd one is kept
    /// for the next such call.
    pub fn randn(&mut self, shape: &[usize]) -> ArrayD<f32> {
        let mut values = vec![0.0; shape.iter().product()];
        self.fill_randn(&mut values);
        array(shape, values)
    }

    /// `torch.randperm(len)`: a shuffle of 0, 1, … (Fisher and Yates), each place by one random word.
    pub fn randperm(&mut self, len: usize) -> Vec<usize> {
        let mut values = Vec::new();
        self.fill_randperm(len, &mut values);
        values
    }

    /// Writes what [`randperm`](Self::randperm) gives.
    pub fn fill_randperm(&mut self, len: usize, values: &mut Vec<usize>) {
        values.clear();
        values.extend(0..len);
        for place in 0..len.saturating_sub(1) {
            let left = (len - place) as u32;
            values.swap(place, place + (self.engine.next() % left) as usize);
        }
    }

    /// Whether drawing `longer` values at once begins with those that drawing `len` of them gives.
    ///
    /// Whole blocks of normal values do, but for the last one where the longer draw ends within a block.
    pub fn begins(len: usize, longer: usize) -> bool {
        let intact = match longer % BLOCK {
            0 => longer,
            _ => longer.saturating_sub(BLOCK),
        };
        len.is_multiple_of(BLOCK) && len <= intact
    }

    /// Leaves the generator as [`rand`](Self::rand) of `len` values does, and keeps none of them.
    pub fn skip_rand(&mut self, len: usize) {
        let mut left = len;
        while left > 0 {
            left -= self.engine.words(left).len();
        }
    }

    /// Leaves the generator as [`randn`](Self::randn) of `len` values does, and keeps none of them.
    pub fn skip_randn(&mut self, len: usize) {
        if len < BLOCK {
            for _ in 0..len {
                self.normal();
            }
            return;
        }
        let anew = if len.is_multiple_of(BLOCK) { 0 } else { BLOCK };
        self.skip_rand(len + anew);
    }

    /// Writes what [`rand`](Self::rand) of as many values gives.
    pub fn fill_rand(&mut self, values: &mut [f32]) {
        let mut rest = values;
        while !rest.is_empty() {
            let words = self.engine.words(rest.len());
            let (now, later) = rest.split_at_mut(words.len());
            for (value, &word) in now.iter_mut().zip(words) {
                *value = (tempered(word) & 0x00ff_ffff) as f32 / 16_777_216.0;
            }
            rest = later;
        }
    }

    fn uniform_f64(&mut self) -> f64 {
        let high = u64::from(self.engine.next());
        let bits = high << 32 | u64::from(self.engine.next());
        (bits & ((1 << 53) - 1)) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare_normal.take() {
            return spare;
        }
        let angle = std::f64::consts::TAU * self.uniform_f64();
        let radius = (-2.0 * (-self.uniform_f64()).ln_1p()).sqrt();
        self.spare_normal = Some(radius * angle.sin());
        radius * angle.cos()
    }

    /// Writes what [`randn`](Self::randn) of as many values gives.
    pub fn fill_randn(&mut self, values: &mut [f32]) {
        if values.len() < BLOCK {
            return values.fill_with(|| self.normal() as f32);
        }
        self.fill_rand(values);
        let (blocks, rest) = values.as_chunks_mut::<BLOCK>();
        blocks.iter_mut().for_each(box_muller);
        if !rest.is_empty() {
            // The last block overlaps the one before it: PyTorch draws all of it anew.
            let last = values.last_chunk_mut::<BLOCK>().expect("a block at least");
            self.fill_rand(last);
            box_muller(last);
        }
    }
}

fn array(shape: &[usize], values: Vec<f32>) -> ArrayD<f32> {
    ArrayD::from_shape_vec(IxDyn(shape), values).expect("one value per element was drawn")
}

/// Words of state.
const STATE: usize = 624;
/// Distance of the word that is mixed in.
const SHIFT: usize = 397;

/// MT19937 (Matsumoto and Nishimura 1998).
#[derive(Clone, Debug)]
struct MersenneTwister {
    state: Vec<u32>,
    /// Words of the present state that were handed out
    used: usize,
}

impl MersenneTwister {
    fn new(seed: u32) -> Self {
        let mut state = vec![seed; STATE];
        for i in 1..STATE {
            let last = state[i - 1];
            state[i] = (last ^ last >> 30)
                .wrapping_mul(1_812_433_253)
                .wrapping_add(i as u32);
        }
        Self { state, used: STATE }
    }

    fn next(&mut self) -> u32 {
        tempered(self.words(1)[0])
    }

    /// The next words of the state, one at least and at most `most`; they are random once they are tempered.
    fn words(&mut self, most: usize) -> &[u32] {
        if self.used == STATE {
            self.twist();
            self.used = 0;
        }
        let from = self.used;
        self.used = STATE.min(from + most);
        &self.state[from..self.used]
    }

    fn twist(&mut self) {
        let state = &mut self.state[..];
        let mixed = |word: u32, next: u32, shifted: u32| {
            let bits = word & 0x8000_0000 | next & 0x7fff_ffff;
            let odd = if next & 1 == 1 { 0x9908_b0df } else { 0 };
            shifted ^ bits >> 1 ^ odd
        };
        for i in 0..STATE - SHIFT {
            state[i] = mixed(state[i], state[i + 1], state[i + SHIFT]);
        }
        for i in STATE - SHIFT..STATE - 1 {
            state[i] = mixed(state[i], state[i + 1], state[i + SHIFT - STATE]);
        }
        state[STATE - 1] = mixed(state[STATE - 1], state[0], state[SHIFT - 1]);
    }
}

fn tempered(mut word: u32) -> u32 {
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c_5680;
    word ^= word << 15 & 0xefc6_0000;
    word ^ word >> 18
}
