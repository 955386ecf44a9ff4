//! How values become colours.

/// The values that are black and white; between them brightness grows evenly, in each channel alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Black, as all below it
    pub black: f64,
    /// White, as all above it
    pub white: f64,
}

impl Scale {
    /// Of normalized values: their mean, 0, is mid-grey, and 2.5 deviations from it are black and white.
    pub const NORMALIZED: Self = Self {
        black: -2.5,
        white: 2.5,
    };

    /// Of x: from 0 to 1 where all of it lies there, as light does, else from its smallest value to its largest.
    pub fn of(x: &[f32]) -> Self {
        let finite = x.iter().filter(|x| x.is_finite()).map(|x| f64::from(*x));
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = finite.fold(ends, |(low, high), x| (low.min(x), high.max(x)));
        let (black, white) = match low >= 0.0 && high <= 1.0 {
            true => (0.0, 1.0),
            false => (low, high),
        };
        Self { black, white }
    }

    /// How bright a value is, in 8 bits; `None` for NaN.
    pub fn level(&self, value: f32) -> Option<u8> {
        if value.is_nan() {
            return None;
        }
        let range = self.white - self.black;
        // Where all values are one, it is as far from black as from white.
        let part = match range > 0.0 {
            true => (f64::from(value) - self.black) / range,
            false => 0.5,
        };
        Some((part * 255.0).round().clamp(0.0, 255.0) as u8)
    }

    /// The pixels of a picture as a canvas takes them: red, green, blue and opacity, row by row.
    ///
    /// One channel is grey. A value that is no number leaves its pixel clear.
    ///
    /// # Panics
    ///
    /// If the values are not those of one channel or three.
    pub fn pixels(&self, values: &[f32], channels: usize) -> Vec<u8> {
        assert!([1, 3].contains(&channels), "{channels} channels");
        let plane = values.len() / channels;
        let pixel = |place: usize| {
            let level = |channel: usize| {
                let channel = if channels == 1 { 0 } else { channel };
                self.level(values[channel * plane + place])
            };
            match [0, 1, 2].map(level) {
                [Some(red), Some(green), Some(blue)] => [red, green, blue, 255],
                _ => [0; 4],
            }
        };
        (0..plane).flat_map(pixel).collect()
    }
}
