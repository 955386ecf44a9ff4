//! From the text of a link to a tensor in a file.

use super::{LOAD, Stored, is_image, speakable};
use crate::tensor::Source;
use crate::torch::ParseError;
use crate::torch::grammar::{Argument, Expression, Node};

/// Most images of a tensor.
const MOST_NAMES: usize = 256;

/// The longest axis.
const LONGEST: i64 = Source::MAX_ELEMENTS as i64;

impl Stored {
    /// What a call of `load` says; `None` of what is no such call.
    ///
    /// # Errors
    ///
    /// If it names no file or no lengths, or says something else.
    pub(in crate::tensor) fn of(call: &Expression) -> Result<Option<Self>, ParseError> {
        match &call.node {
            Node::Call(function, arguments) if function.path().as_deref() == Some(LOAD) => {
                let (texts, stored) = told(arguments)?;
                let stored = stored.named(texts);
                let fail = |why: &str| ParseError::new(call.start(), why);
                stored.map(Some).map_err(fail)
            }
            _ => Ok(None),
        }
    }

    /// The same of these files, or of this file and this key.
    fn named(mut self, mut texts: Vec<String>) -> Result<Self, &'static str> {
        let are_images = |texts: &[String]| texts.iter().all(|name| is_image(name));
        let lengths = self.shape.iter();
        let len = lengths.copied().try_fold(1_usize, usize::checked_mul);
        if texts.is_empty() {
            return Err("load takes the name of a file, as in load(\"acts.npy\",4,6,4,4)");
        }
        if texts.len() > MOST_NAMES {
            return Err("at most 256 images are one tensor");
        }
        if self.shape.is_empty() || len.is_none_or(|len| len > Source::MAX_ELEMENTS) {
            return Err("what is loaded has at least one axis and at most 2²⁵ elements");
        }
        if texts.len() > 1 && !are_images(&texts) {
            self.key = texts.remove(1);
        }
        if texts.len() > 1 && !are_images(&texts) {
            return Err("load takes several files where all are images");
        }
        if are_images(&texts) && self.shape.get(..2) != Some(&[texts.len(), 3]) {
            return Err(
                "images have the lengths N, 3, height and width, and N is how many they are",
            );
        }
        self.names = texts;
        Ok(self)
    }
}

/// The texts that a call is given, and the rest, without a name yet.
fn told(arguments: &[Argument]) -> Result<(Vec<String>, Stored), ParseError> {
    let (mut texts, mut stored) = (Vec::new(), Stored::new("", "", &[]));
    for argument in arguments {
        match (argument.name.as_deref(), &argument.value.node) {
            (None, Node::Text(text)) if stored.shape.is_empty() && speakable(text) == *text => {
                texts.push(text.clone());
            }
            (None, Node::Int(length @ 0..=LONGEST)) => stored.shape.push(*length as usize),
            (Some("header"), Node::Int(0)) => stored.has_head = true,
            (Some("sep"), Node::Text(text)) if text.chars().count() == 1 => {
                stored.delimiter = text.chars().next().unwrap_or(',');
            }
            _ => {
                let message = "load takes the name of a file, perhaps a key, and lengths, as in load(\"acts.npz\",\"conv1\",8,16)";
                return Err(ParseError::new(argument.at, message));
            }
        }
    }
    Ok((texts, stored))
}
