//! Runs in words, as they stand in a link.

use super::run::{Method, Net, Pace, Run};
use crate::nn::{Activation, Init, Normalizer};
use std::fmt::{self, Display};
use std::str::FromStr;

/// Most features of a layer, and most layers.
pub const MOST: (usize, usize) = (256, 12);

/// Most samples in a batch.
pub const MOST_SAMPLES: usize = 128;

/// Fewest and most of what a number can be.
type Range = (f64, f64);

const RATES: Range = (1e-6, 100.0);
const MOMENTS: Range = (0.0, 0.999);
const DECAYS: Range = (0.0, 1.0);
const DEVIATIONS: Range = (1e-4, 10.0);

/// A word of a run that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// Not one of the words
    #[error("“{0}” is no word of a run")]
    Unknown(String),
    /// A number that is none, or out of its range
    #[error("“{word}” has a number from {least} to {most}")]
    Number {
        /// The word
        word: String,
        /// The smallest number
        least: String,
        /// The largest
        most: String,
    },
    /// A word that must stand before the step of a fork
    #[error("“{0}” cannot change while a run goes on")]
    Fixed(String),
    /// A fork that is not behind the one before
    #[error("“{0}” must be a later step than the one before")]
    Fork(String),
    /// More runs than can be compared
    #[error("there are at most {0} runs")]
    TooMany(usize),
}

const ACTIVATIONS: [(&str, Option<Activation>); 4] = [
    ("relu", Some(Activation::Relu)),
    ("sigmoid", Some(Activation::Sigmoid)),
    ("tanh", Some(Activation::Tanh)),
    ("identity", None),
];

const NORMS: [(&str, Normalizer); 5] = [
    ("none", Normalizer::None),
    ("batch", Normalizer::Batch),
    ("layer", Normalizer::Layer),
    ("instance", Normalizer::Instance),
    ("rms", Normalizer::Rms),
];

impl Run {
    /// The run that words make of this one: what they do not speak of is as here, but there are no forks but theirs.
    ///
    /// ```
    /// use normscope::lab::training::Run;
    /// let run = Run::default().with("mlp(64,64) relu norm=batch @200 lr=0.05")?;
    /// assert_eq!((run.pace_at(199).rate, run.pace_at(200).rate), (0.1, 0.05));
    /// assert_eq!(run.to_string(), "mlp(64,64) relu norm=batch @200 lr=0.05");
    /// # Ok::<(), normscope::lab::training::WordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If one of them means nothing.
    pub fn with(&self, words: &str) -> Result<Self, WordError> {
        let mut run = Self {
            forks: Vec::new(),
            ..self.clone()
        };
        for word in words.split_whitespace() {
            match word.strip_prefix('@') {
                Some(step) => run.fork(word, step)?,
                None => run.take(word)?,
            }
        }
        Ok(run)
    }

    fn fork(&mut self, word: &str, step: &str) -> Result<(), WordError> {
        let step: usize = number(word, step, (1.0, 1e6))?;
        let last = self.forks.last();
        if last.is_some_and(|(at, _)| *at >= step) {
            return Err(WordError::Fork(word.to_owned()));
        }
        let pace = last.map_or(&self.pace, |(_, pace)| pace).clone();
        self.forks.push((step, pace));
        Ok(())
    }

    fn take(&mut self, word: &str) -> Result<(), WordError> {
        let is_forked = !self.forks.is_empty();
        let pace = self
            .forks
            .last_mut()
            .map_or(&mut self.pace, |(_, pace)| pace);
        if pace.take(word)? {
            return Ok(());
        }
        if is_forked {
            return Err(WordError::Fixed(word.to_owned()));
        }
        let unknown = || WordError::Unknown(word.to_owned());
        match word.split_once(['=', '(']) {
            Some(("mlp", _)) => self.net = Net::Perceptron(lengths(word)?),
            Some(("cnn", _)) => self.net = Net::Convolutional(lengths(word)?),
            Some(("norm", names)) => {
                let norms = names.split('/').map(|name| norm(name).ok_or_else(unknown));
                self.norms = norms.collect::<Result<_, _>>()?;
            }
            Some(("init", name)) => self.init = init(word, name)?,
            Some(_) => return Err(unknown()),
            None if word == "noisy" => self.has_noise = true,
            None if word == "quiet" => self.has_noise = false,
            None => {
                let found = ACTIVATIONS.iter().find(|(name, _)| *name == word);
                self.activation = found.ok_or_else(unknown)?.1;
            }
        }
        Ok(())
    }
}

impl Pace {
    /// Changes what a word says, if it is one of these.
    fn take(&mut self, word: &str) -> Result<bool, WordError> {
        match word.split_once('=') {
            Some(("batch", text)) => self.batch = number(word, text, (1.0, MOST_SAMPLES as f64))?,
            Some(("lr", text)) => self.rate = number(word, text, RATES)?,
            Some(("momentum", text)) => self.momentum = number(word, text, MOMENTS)?,
            Some(("decay", text)) => self.decay = number(word, text, DECAYS)?,
            Some(("warmup", text)) => self.warm_up = number(word, text, (0.0, 1e5))?,
            Some(("accumulate", text)) => self.accumulated = number(word, text, (1.0, 64.0))?,
            _ => match word {
                "sgd" => self.method = Method::Sgd,
                "adam" => self.method = Method::Adam,
                "shuffled" => self.by_class = false,
                "by-class" => self.by_class = true,
                _ => return Ok(false),
            },
        }
        Ok(true)
    }

    /// A word for each of the choices.
    fn words(&self) -> [String; 8] {
        let method = match self.method {
            Method::Sgd => "sgd",
            Method::Adam => "adam",
        };
        let order = if self.by_class {
            "by-class"
        } else {
            "shuffled"
        };
        [
            format!("batch={}", self.batch),
            format!("lr={}", self.rate),
            method.to_owned(),
            format!("momentum={}", self.momentum),
            format!("decay={}", self.decay),
            format!("warmup={}", self.warm_up),
            format!("accumulate={}", self.accumulated),
            order.to_owned(),
        ]
    }
}

impl Display for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Perceptron(widths) => write!(f, "mlp({})", joined(widths)),
            Self::Convolutional(channels) => write!(f, "cnn({})", joined(channels)),
        }
    }
}

/// The words that make this run of [`Run::default`].
impl Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words_from(&Self::default()))
    }
}

impl Run {
    /// The words that make this run of another, as [`Self::with`] reads them.
    pub fn words_from(&self, other: &Self) -> String {
        let own = self.network_words().into_iter().chain(self.pace.words());
        let others = other.network_words().into_iter().chain(other.pace.words());
        let mut words = differing(own, others);
        words.extend(self.fork_words());
        words.join(" ")
    }

    /// All its words.
    pub fn all_words(&self) -> String {
        let words = self.network_words().into_iter().chain(self.pace.words());
        let mut words: Vec<String> = words.collect();
        words.extend(self.fork_words());
        words.join(" ")
    }

    fn fork_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut before = &self.pace;
        for (step, pace) in &self.forks {
            words.push(format!("@{step}"));
            words.extend(differing(pace.words(), before.words()));
            before = pace;
        }
        words
    }

    fn network_words(&self) -> [String; 5] {
        let found = ACTIVATIONS.iter().find(|(_, of)| *of == self.activation);
        let activation = found.map_or("", |(name, _)| name);
        let norms: Vec<String> = self.norms.iter().map(|norm| norm_name(*norm)).collect();
        [
            self.net.to_string(),
            activation.to_owned(),
            format!("norm={}", norms.join("/")),
            if self.has_noise { "noisy" } else { "quiet" }.to_owned(),
            format!("init={}", init_name(self.init)),
        ]
    }
}

/// Those of the words that are others in the same place.
fn differing(
    own: impl IntoIterator<Item = String>,
    others: impl IntoIterator<Item = String>,
) -> Vec<String> {
    let pairs = own.into_iter().zip(others);
    let differing = pairs.filter(|(own, other)| own != other);
    differing.map(|(own, _)| own).collect()
}

fn joined(lengths: &[usize]) -> String {
    let lengths: Vec<String> = lengths.iter().map(usize::to_string).collect();
    lengths.join(",")
}

fn norm(name: &str) -> Option<Normalizer> {
    let groups = name
        .strip_prefix("group(")
        .and_then(|rest| rest.strip_suffix(')'));
    match groups {
        Some(groups) => {
            let groups = groups.parse().ok()?;
            (1..=MOST.0)
                .contains(&groups)
                .then_some(Normalizer::Group(groups))
        }
        None => NORMS
            .iter()
            .find(|(of, _)| *of == name)
            .map(|(_, norm)| *norm),
    }
}

fn norm_name(norm: Normalizer) -> String {
    match norm {
        Normalizer::Group(groups) => format!("group({groups})"),
        norm => {
            let found = NORMS.iter().find(|(_, of)| *of == norm);
            found.map_or("", |(name, _)| name).to_owned()
        }
    }
}

fn init(word: &str, name: &str) -> Result<Init, WordError> {
    match name {
        "torch" => Ok(Init::PyTorch),
        "xavier" => Ok(Init::Xavier),
        _ => {
            let deviation = name
                .strip_prefix("normal(")
                .and_then(|rest| rest.strip_suffix(')'));
            let deviation = deviation.ok_or_else(|| WordError::Unknown(word.to_owned()))?;
            Ok(Init::Normal(number(word, deviation, DEVIATIONS)?))
        }
    }
}

fn init_name(init: Init) -> String {
    match init {
        Init::PyTorch => "torch".to_owned(),
        Init::Xavier => "xavier".to_owned(),
        Init::Normal(deviation) => format!("normal({deviation})"),
    }
}

/// The numbers in the parentheses of a word: as many layers.
fn lengths(word: &str) -> Result<Vec<usize>, WordError> {
    let inside = word
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    let inside = inside.ok_or_else(|| WordError::Unknown(word.to_owned()))?;
    let (most, layers) = MOST;
    let lengths = inside
        .split(',')
        .map(|text| number(word, text, (1.0, most as f64)));
    let lengths: Vec<usize> = lengths.collect::<Result<_, _>>()?;
    match lengths.len() <= layers {
        true => Ok(lengths),
        false => Err(WordError::Unknown(word.to_owned())),
    }
}

/// A number of a word, within its range.
fn number<T: FromStr + Copy + Into<Wide>>(
    word: &str,
    text: &str,
    (least, most): Range,
) -> Result<T, WordError> {
    let refuse = || WordError::Number {
        word: word.to_owned(),
        least: least.to_string(),
        most: most.to_string(),
    };
    let value: T = text.parse().map_err(|_| refuse())?;
    let Wide(wide) = value.into();
    (least..=most)
        .contains(&wide)
        .then_some(value)
        .ok_or_else(refuse)
}

/// A number as it is compared.
struct Wide(f64);

impl From<f64> for Wide {
    fn from(value: f64) -> Self {
        Self(value)
    }
}

impl From<usize> for Wide {
    fn from(value: usize) -> Self {
        Self(value as f64)
    }
}
