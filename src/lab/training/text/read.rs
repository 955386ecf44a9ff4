//! From words to a run.

use super::{
    ACTIVATIONS, DECAYS, DEVIATIONS, MOMENTS, MOST, MOST_SAMPLES, NORMS, RATES, Range, WordError,
};
use crate::lab::training::net::Net;
use crate::lab::training::run::{Method, Pace, Run};
use crate::nn::{Init, Normalizer};
use std::str::FromStr;

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
            Some((order @ ("pre" | "post"), _)) => self.net = transformer(word, order == "pre")?,
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

/// What is in the parentheses of a word.
fn inside(word: &str) -> Result<std::str::Split<'_, char>, WordError> {
    let inside = word
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    let inside = inside.ok_or_else(|| WordError::Unknown(word.to_owned()))?;
    Ok(inside.split(','))
}

/// Blocks, width and heads.
fn transformer(word: &str, is_pre: bool) -> Result<Net, WordError> {
    let mut texts = inside(word)?;
    let (features, layers) = MOST;
    let mut next = |most: usize| {
        let text = texts.next().unwrap_or_default();
        number(word, text, (1.0, most as f64))
    };
    let net = Net::Transformer {
        is_pre,
        depth: next(layers)?,
        width: next(features)?,
        heads: next(features)?,
    };
    match texts.next() {
        None => Ok(net),
        Some(_) => Err(WordError::Unknown(word.to_owned())),
    }
}

/// The numbers in the parentheses of a word: as many layers.
fn lengths(word: &str) -> Result<Vec<usize>, WordError> {
    let (most, layers) = MOST;
    let lengths = inside(word)?.map(|text| number(word, text, (1.0, most as f64)));
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
