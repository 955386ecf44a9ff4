//! How fast networks are trained while one watches.

/// How fast runs go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tempo {
    /// As fast as the machine makes them
    #[default]
    Full,
    /// Ten steps a second
    Ten,
    /// One step a second
    One,
}

impl Tempo {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Full, Self::Ten, Self::One];

    /// From one step to the next, in milliseconds; 0 where they come as they are made.
    pub fn gap_ms(self) -> f64 {
        match self {
            Self::Full => 0.0,
            Self::Ten => 100.0,
            Self::One => 1000.0,
        }
    }
}
