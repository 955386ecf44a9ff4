//! Numbers and attributes of SVG as text.

/// A line through points.
pub(super) fn path(points_px: &[[f64; 2]]) -> String {
    let step = |(k, [x, y]): (usize, &[f64; 2])| {
        let letter = if k == 0 { 'M' } else { 'L' };
        format!("{letter}{} {}", Short(*x), Short(*y))
    };
    points_px.iter().enumerate().map(step).collect()
}

/// A length in hundredths of a pixel.
pub(super) struct Short(pub f64);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        // Adding zero turns −0 to 0.
        write!(f, "{}", (self.0 * 100.0).round() / 100.0 + 0.0)
    }
}

/// A number by which many cells are multiplied.
pub(super) struct Fine(pub f64);

impl std::fmt::Display for Fine {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        // Adding zero turns −0 to 0.
        write!(f, "{}", self.0 as f32 + 0.0)
    }
}

/// An attribute that is left out where it is 1.
pub(super) struct Opacity(pub &'static str, pub f64);

impl std::fmt::Display for Opacity {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.1 {
            1.0 => Ok(()),
            opacity => write!(f, " {}=\"{}\"", self.0, Short(opacity)),
        }
    }
}

/// Where the middle of a text's height is, and its size.
/// Baselines are moved by hand: not every program knows `dominant-baseline`.
pub(super) struct Place(pub [f64; 2], pub f64);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        /// From the middle of digits down to their baseline, in sizes of the type
        const HALF_DIGIT: f64 = 0.36;
        let ([x, y], size) = (self.0, self.1);
        let (x, y, size) = (Short(x), Short(y + HALF_DIGIT * size), Short(size));
        write!(f, "x=\"{x}\" y=\"{y}\" font-size=\"{size}\"")
    }
}
