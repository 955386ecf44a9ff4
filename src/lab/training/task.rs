//! What is learnt.

use crate::nn::{Data, Loss, Targets};
use crate::tensor::{DIGITS, labelled_digits};
use crate::torch::Generator;

/// What is learnt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Which digit an image of 8×8 pixels shows
    #[default]
    Digits,
    /// Which of two rings a point lies on
    Rings,
    /// On which of two arms of a spiral a point lies
    Spiral,
    /// Whether the two coordinates of a point have the same sign
    Quadrants,
    /// A linear map of ten features, A·x (Santurkar et al. 2018, section 3.1 and appendix A)
    Linear,
    /// Which letter stands behind the marker in a sentence
    Sequence,
}

/// What a network is trained on, and what it is tested on.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// To learn from
    pub train: Data,
    /// Never learnt from
    pub test: Data,
    /// The first of those for the test: all, but of sentences, one of which takes as long as many points
    pub shown: Data,
    /// The first samples of those to learn from, as many: for scores on both
    pub seen: Data,
}

/// Samples of a task of points, or of features.
const POINTS: usize = 1000;

/// One of so many samples is for the test.
const TEST_SHARE: usize = 5;

/// Features of the linear task.
const FEATURES: usize = 10;

/// Brightest pixel of a digit.
const BRIGHTEST: f32 = 16.0;

impl Task {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Digits,
        Self::Rings,
        Self::Spiral,
        Self::Quadrants,
        Self::Linear,
        Self::Sequence,
    ];

    /// Shape of a sample.
    pub fn shape(self) -> Vec<usize> {
        match self {
            Self::Digits => vec![1, 8, 8],
            Self::Rings | Self::Spiral | Self::Quadrants => vec![2],
            Self::Linear => vec![FEATURES],
            Self::Sequence => vec![TOKENS],
        }
    }

    /// Different symbols in the samples, where these are sentences of numbers from 0.
    pub fn symbols(self) -> Option<usize> {
        (self == Self::Sequence).then_some(LETTERS + 1)
    }

    /// Outputs of a network.
    pub fn outputs(self) -> usize {
        match self {
            Self::Digits | Self::Linear => 10,
            Self::Rings | Self::Spiral | Self::Quadrants => 2,
            Self::Sequence => LETTERS,
        }
    }

    /// Samples to learn from: all but a fifth, which are for the test.
    pub fn learnt(self) -> usize {
        let all = match self {
            Self::Digits => DIGITS,
            Self::Sequence => SENTENCES,
            _ => POINTS,
        };
        all - all / TEST_SHARE
    }

    /// What is to become small.
    pub fn loss(self) -> Loss {
        match self {
            Self::Linear => Loss::SquaredError,
            _ => Loss::CrossEntropy,
        }
    }

    /// Whether there are classes, and so an accuracy.
    pub fn has_classes(self) -> bool {
        self.loss() == Loss::CrossEntropy
    }

    /// The samples, drawn or shuffled by the generator of a seed, a fifth of them for the test; `None` where the images
    /// of digits are not here yet.
    pub fn split(self, seed: u64) -> Option<Split> {
        let mut generator = Generator::new(seed);
        let all = match self {
            Self::Digits => digits()?,
            Self::Linear => linear(&mut generator),
            Self::Sequence => sequences(&mut generator),
            Self::Rings | Self::Spiral | Self::Quadrants => points(self, &mut generator),
        };
        let order = generator.randperm(all.count());
        let (test, train) = order.split_at(all.count() / TEST_SHARE);
        let pick = |samples: &[usize]| all.pick(samples, self.outputs());
        let shown = match self {
            Self::Sequence => SHOWN_SENTENCES,
            _ => test.len(),
        };
        Some(Split {
            train: pick(train),
            test: pick(test),
            shown: pick(&test[..shown]),
            seen: pick(&train[..shown]),
        })
    }
}

/// Pixels from 0 to 1.
fn digits() -> Option<Data> {
    let (pixels, labels) = labelled_digits()?;
    let pixels = pixels.iter().map(|pixel| f32::from(*pixel) / BRIGHTEST);
    Some(Data {
        shape: Task::Digits.shape(),
        x: pixels.collect(),
        targets: Targets::Classes(labels.to_vec()),
    })
}

/// Points of two classes in turn, in a square of side 2 or so, with some noise.
fn points(task: Task, generator: &mut Generator) -> Data {
    let places = generator.rand(&[POINTS, 2]);
    let noise = generator.randn(&[POINTS, 2]);
    let mut x = Vec::with_capacity(2 * POINTS);
    let mut classes = Vec::with_capacity(POINTS);
    for (k, place) in places.rows().into_iter().enumerate() {
        let class = k % 2;
        let (point, class) = point(task, class, [place[0], place[1]]);
        let moved = |axis: usize| point[axis] + NOISE * noise[[k, axis]];
        x.extend([moved(0), moved(1)]);
        classes.push(class as u8);
    }
    Data {
        shape: task.shape(),
        x,
        targets: Targets::Classes(classes),
    }
}

/// Deviation of the noise on each coordinate.
const NOISE: f32 = 0.05;

/// A point of a class, from two numbers in [0, 1), and the class that it has.
fn point(task: Task, class: usize, [u, v]: [f32; 2]) -> ([f32; 2], usize) {
    let turn = std::f32::consts::TAU;
    let on_circle = |radius: f32, angle: f32| [radius * angle.cos(), radius * angle.sin()];
    match task {
        Task::Rings => {
            let radius = 0.4 + 0.5 * class as f32;
            (on_circle(radius, turn * u), class)
        }
        Task::Spiral => {
            let along = 0.1 + 0.9 * u.sqrt();
            let angle = turn * (1.25 * along + 0.5 * class as f32);
            (on_circle(along, angle), class)
        }
        _ => {
            let place = [2.0 * u - 1.0, 2.0 * v - 1.0];
            let is_same = (place[0] > 0.0) == (place[1] > 0.0);
            (place, usize::from(is_same))
        }
    }
}

/// x and A·x, both A and x normal.
fn linear(generator: &mut Generator) -> Data {
    let map = generator.randn(&[FEATURES, FEATURES]);
    let samples = generator.randn(&[POINTS, FEATURES]);
    let rows = samples.rows();
    let image = |row: ndarray::ArrayView1<f32>| {
        let outputs = map.rows().into_iter().map(|weights| weights.dot(&row));
        outputs.collect::<Vec<f32>>()
    };
    let values = rows.into_iter().flat_map(image).collect();
    Data {
        shape: Task::Linear.shape(),
        x: samples.iter().copied().collect(),
        targets: Targets::Values(values),
    }
}

/// Sentences of a task of sequences.
const SENTENCES: usize = 2500;

/// Sentences that a network is tested on as it learns.
const SHOWN_SENTENCES: usize = 120;

/// Tokens of a sentence.
const TOKENS: usize = 8;

/// Different letters, numbered from 0; the marker has the number behind them.
const LETTERS: usize = 8;

/// Sentences of letters, with the marker at any place but the last.
fn sequences(generator: &mut Generator) -> Data {
    let drawn = generator.rand(&[SENTENCES, TOKENS + 1]);
    let mut x = Vec::with_capacity(SENTENCES * TOKENS);
    let mut classes = Vec::with_capacity(SENTENCES);
    for row in drawn.rows() {
        let number = |k: usize, below: usize| (row[k] * below as f32) as usize;
        let marker = number(TOKENS, TOKENS - 1);
        let letter = |k: usize| number(k, LETTERS);
        let token = |k: usize| if k == marker { LETTERS } else { letter(k) };
        x.extend((0..TOKENS).map(|k| token(k) as f32));
        classes.push(letter(marker + 1) as u8);
    }
    Data {
        shape: Task::Sequence.shape(),
        x,
        targets: Targets::Classes(classes),
    }
}
