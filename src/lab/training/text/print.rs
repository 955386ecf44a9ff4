//! From a run to words.

use super::{ACTIVATIONS, NORMS};
use crate::lab::training::net::Net;
use crate::lab::training::run::{Method, Pace, Run};
use crate::nn::{Init, Normalizer};
use std::fmt::{self, Display};

impl Pace {
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
            Self::Transformer {
                is_pre,
                depth,
                width,
                heads,
            } => {
                let order = if *is_pre { "pre" } else { "post" };
                write!(f, "{order}({depth},{width},{heads})")
            }
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

    /// What its forks change.
    pub(in crate::lab::training) fn fork_words(&self) -> Vec<String> {
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

fn norm_name(norm: Normalizer) -> String {
    match norm {
        Normalizer::Group(groups) => format!("group({groups})"),
        norm => {
            let found = NORMS.iter().find(|(_, of)| *of == norm);
            found.map_or("", |(name, _)| name).to_owned()
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
