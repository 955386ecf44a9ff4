//! The palette: every colour of cube and curves stands here.

mod theme;

pub use super::limit::LIMIT;
pub use theme::Theme;

use crate::norm::Partition;

/// A colour as the screen takes it: sRGB, 8 bits a channel.
pub type Rgb = [u8; 3];

/// A colour in Oklab (Ottosson 2020), where equal steps look equal: lightness, green–red, blue–yellow.
pub type Oklab = [f64; 3];

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// The value −limit and all below
    pub negative: Rgb,
    /// The value 0
    pub middle: Rgb,
    /// The value +limit and all above
    pub positive: Rgb,
    /// A cell out of focus at the value 0: on a face that looks across, down, to the depth
    pub ghost: [Rgb; 3],
    /// How many 8-bit steps a ghost gets lighter from 0 to +limit
    pub ghost_hint: f64,
    /// Between the cells
    pub gap: Rgb,
    /// How much of it covers the cells, from 0 to 1
    pub gap_opacity: f64,
    /// What is selected or can be acted on
    pub accent: Rgb,
    /// Outline of the pinned element, text
    pub ink: Rgb,
    /// Text of less weight, dimension lines
    pub soft_ink: Rgb,
    /// Something worth noticing: cells that moved
    pub amber: Rgb,
    /// Hairline around what was removed
    pub frame: Rgb,
    /// The page behind the cube
    pub ground: Rgb,
    /// Stripes on a cell without a value: ground and stripe
    pub hatch: [Rgb; 2],
    /// The least opacity of a line that stands back: a projector shows no faint ones
    pub least_opacity: f64,
}

/// Colours of sets side by side, told apart by people with any colour vision
/// (Okabe & Ito, "Color Universal Design", 2008); a set also carries a label.
pub const SETS: [Rgb; 7] = [
    [230, 159, 0],
    [86, 180, 233],
    [0, 158, 115],
    [240, 228, 66],
    [0, 114, 178],
    [213, 94, 0],
    [204, 121, 167],
];

impl Palette {
    /// The font families of pictures, as CSS names them.
    pub const FONT: &str =
        "system-ui, 'Noto Sans', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif";

    /// The colour of a value on a scale from −limit to +limit.
    ///
    /// ```text
    /// s = clamp(value / limit, −1, 1)
    /// colour = sRGB(Oklab(middle) + |s| · (Oklab(end) − Oklab(middle)))     end = negative or positive
    /// ```
    ///
    /// ```
    /// use normscope::scene::colour::Theme;
    /// let palette = Theme::Light.palette();
    /// assert_eq!(palette.value(9.0, 3.0), palette.positive);
    /// assert_eq!(palette.value(0.0, 3.0), palette.middle);
    /// ```
    pub fn value(&self, value: f64, limit: f64) -> Rgb {
        let share = share(value, limit);
        let end = if share < 0.0 {
            self.negative
        } else {
            self.positive
        };
        let (from, to) = (oklab(self.middle), oklab(end));
        srgb([0, 1, 2].map(|i| from[i] + share.abs() * (to[i] - from[i])))
    }

    /// The grey of a cell out of focus on a face that looks along direction `face`.
    pub fn ghost_value(&self, face: usize, value: f64, limit: f64) -> Rgb {
        let step = self.ghost_hint * share(value, limit);
        self.ghost[face].map(|c| (f64::from(c) + step).round() as u8)
    }

    /// The colour of the set that the element at `index` belongs to.
    ///
    /// Sets that follow each other along an axis differ: an axis with a multiple of seven sets counts one more,
    /// for otherwise the rows of these would all begin with the same colour.
    pub fn set(&self, partition: &Partition, index: &[usize]) -> Rgb {
        let axes = partition.shape().iter().zip(partition.block()).zip(index);
        let number = axes.fold(0, |number, ((length, side), i)| {
            let sets = length / side;
            number * (sets + usize::from(sets % SETS.len() == 0)) + i / side
        });
        SETS[number % SETS.len()]
    }

    /// The colour of a set by its number.
    pub fn set_number(&self, partition: &Partition, set: usize) -> Rgb {
        let ranges = partition.ranges(set);
        let first: Vec<_> = ranges.iter().map(|range| range.start).collect();
        self.set(partition, &first)
    }

    /// Black or white, whichever is read better on a colour.
    pub fn ink_on(colour: Rgb) -> Rgb {
        // Half way between both by the contrast ratio of WCAG 2.2: (L + 0.05)² = 1.05 · 0.05
        const HALF_WAY: f64 = 0.179_129;
        if luminance(colour) > HALF_WAY {
            [0; 3]
        } else {
            [255; 3]
        }
    }
}

/// Relative luminance (WCAG 2.2): 0 for black, 1 for white.
pub fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Where a value stands on a scale from −limit to +limit.
fn share(value: f64, limit: f64) -> f64 {
    (value / limit).clamp(-1.0, 1.0)
}

/// The scale of values as a table, for whoever needs many colours.
#[derive(Clone, Debug)]
pub struct Scale(Vec<Rgb>);

impl Scale {
    /// Colours from the middle to an end.
    const STEPS: usize = 2048;

    fn new(palette: &Palette) -> Self {
        let share = |step| step as f64 / Self::STEPS as f64 - 1.0;
        let colour = |step| palette.value(share(step), 1.0);
        Self((0..=2 * Self::STEPS).map(colour).collect())
    }

    /// As [`Palette::value`], to the nearest step.
    pub fn value(&self, value: f64, limit: f64) -> Rgb {
        self.0[((share(value, limit) + 1.0) * Self::STEPS as f64).round() as usize]
    }
}

/// `over` laid on `under` with this opacity.
pub fn blend(under: Rgb, over: Rgb, opacity: f64) -> Rgb {
    [0, 1, 2].map(|i| {
        let (under, over) = (f64::from(under[i]), f64::from(over[i]));
        (under + (over - under) * opacity).round() as u8
    })
}

/// How much two colours differ in light, from 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let light = |rgb: Rgb| {
        let [r, g, b] = rgb.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let [one, other] = [light(one), light(other)];
    one.max(other) / one.min(other)
}

/// The colour as CSS takes it: `#0b5cad`.
pub fn css([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A colour in Oklab.
pub fn oklab(rgb: Rgb) -> Oklab {
    let lms = times(&LMS_FROM_LINEAR, rgb.map(linear));
    times(&LAB_FROM_LMS, lms.map(f64::cbrt))
}

/// A channel of sRGB as a share of light.
fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

/// The nearest 8-bit colour of one in Oklab.
pub fn srgb(lab: Oklab) -> Rgb {
    let linear = times(
        &LINEAR_FROM_LMS,
        times(&LMS_FROM_LAB, lab).map(|x| x * x * x),
    );
    linear.map(|c| {
        let c = c.clamp(0.0, 1.0);
        let c = if c <= 0.003_130_8 {
            12.92 * c
        } else {
            1.055 * c.powf(1.0 / 2.4) - 0.055
        };
        (255.0 * c).round() as u8
    })
}

type Matrix = [[f64; 3]; 3];

fn times(matrix: &Matrix, v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

// The matrices of Oklab as its author gives them.
const LMS_FROM_LINEAR: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const LAB_FROM_LMS: Matrix = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const LMS_FROM_LAB: Matrix = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const LINEAR_FROM_LMS: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];
