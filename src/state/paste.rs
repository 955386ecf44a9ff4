//! Pasted PyTorch: which calls can be shown, and the settings that show one.

use super::settings::MAX_STEPS;
use super::{Settings, View};
use crate::lab::explore::Mode;
use crate::tensor::Source;
use crate::torch::ParseError;
use crate::torch::listing::{self, Choice};

/// A call of a text that can be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// What the text says
    pub choice: Choice,
    /// Where its x comes from
    pub source: Source,
}

/// What a pasted text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paste {
    /// The calls that can be shown, in the order of the text
    pub calls: Vec<Pasted>,
    /// Why others cannot, and where the reading ended before the end of the text
    pub remarks: Vec<ParseError>,
}

/// Reads Python as it stands in documentation and notebooks.
pub fn read_paste(text: &str) -> Paste {
    let listing = listing::read(text);
    let mut paste = Paste {
        calls: Vec::new(),
        remarks: listing.remarks,
    };
    for choice in listing.choices {
        let remark = |why: &str| ParseError::new(choice.at, format!("`{}`: {why}", choice.text));
        if choice.steps > MAX_STEPS {
            let why = format!("at most {MAX_STEPS} calls before it are followed");
            paste.remarks.push(remark(&why));
            continue;
        }
        match Source::parse(&choice.x) {
            Ok(source) => paste.calls.push(Pasted { choice, source }),
            Err(error) => paste.remarks.push(remark(error.message())),
        }
    }
    paste.remarks.sort_by_key(ParseError::at);
    paste
}

impl Settings {
    /// Shows a call of a pasted text; without a seed there, the seed stays.
    pub fn set_call(&mut self, pasted: &Pasted) {
        let Pasted { choice, source } = pasted;
        if source.shape.len() != self.shape().len() {
            self.forget_places();
        }
        self.view = View::Explore;
        self.source = source.clone();
        self.seed = choice.seed.unwrap_or(self.seed);
        self.layer = choice.layer.clone();
        (self.weight, self.bias, self.poke) = (None, None, None);
        self.mode = match choice.is_training {
            true => Mode::Train,
            false => Mode::Eval,
        };
        self.steps = choice.steps;
        self.keep_groups();
        self.clamp();
    }
}
