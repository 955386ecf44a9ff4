//! The themes, each with its colours.

use super::{Palette, Scale};
use std::sync::OnceLock;

/// Light or dark ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Ink on paper
    #[default]
    Light,
    /// Light on a dark ground
    Dark,
    /// The light ground with the strongest contrast, for a projector
    Projector,
    /// The dark one
    DarkProjector,
}

const LIGHT: Palette = Palette {
    negative: [84, 60, 150],
    middle: [250, 248, 244],
    positive: [214, 98, 10],
    ghost: [[218, 217, 214], [235, 234, 231], [227, 226, 223]],
    ghost_hint: -5.0,
    gap: [255, 255, 255],
    gap_opacity: 0.6,
    accent: [11, 92, 173],
    ink: [27, 29, 34],
    soft_ink: [91, 98, 112],
    amber: [240, 170, 20],
    frame: [178, 180, 184],
    ground: [252, 251, 248],
    hatch: [[244, 242, 238], [150, 153, 160]],
    least_opacity: 0.0,
};

const DARK: Palette = Palette {
    negative: [176, 152, 255],
    middle: [40, 41, 47],
    positive: [255, 158, 66],
    ghost: [[39, 41, 46], [55, 57, 63], [47, 49, 54]],
    ghost_hint: 4.0,
    gap: [20, 21, 25],
    gap_opacity: 0.6,
    accent: [110, 176, 255],
    ink: [240, 240, 236],
    soft_ink: [160, 166, 178],
    amber: [255, 196, 64],
    frame: [92, 96, 104],
    ground: [20, 21, 25],
    hatch: [[34, 35, 40], [116, 120, 130]],
    least_opacity: 0.0,
};

const PROJECTOR: Palette = Palette {
    negative: [76, 50, 148],
    middle: [250, 248, 244],
    positive: [180, 74, 0],
    ghost: [[208, 208, 206], [230, 230, 228], [219, 219, 217]],
    gap: [255; 3],
    accent: [0, 66, 140],
    ink: [0; 3],
    soft_ink: [42, 44, 50],
    frame: [112, 114, 120],
    ground: [255; 3],
    hatch: [[244, 242, 238], [90, 93, 100]],
    least_opacity: 0.95,
    ..LIGHT
};

const DARK_PROJECTOR: Palette = Palette {
    middle: [44, 45, 51],
    ghost: [[48, 50, 55], [70, 72, 77], [59, 61, 66]],
    gap: [8, 8, 11],
    accent: [132, 192, 255],
    ink: [255; 3],
    soft_ink: [226, 228, 233],
    frame: [168, 171, 179],
    ground: [8, 8, 11],
    hatch: [[34, 35, 40], [176, 180, 190]],
    least_opacity: 0.85,
    ..DARK
};

impl Theme {
    /// Its colours.
    pub const fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Projector => &PROJECTOR,
            Self::DarkProjector => &DARK_PROJECTOR,
        }
    }

    /// Its scale of values.
    pub fn scale(self) -> &'static Scale {
        static SCALES: [OnceLock<Scale>; 4] = [const { OnceLock::new() }; 4];
        SCALES[self as usize].get_or_init(|| Scale::new(self.palette()))
    }
}
