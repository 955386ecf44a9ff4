//! A tensor that lies in a file of the reader's: `load("acts.npy",32,8,8,64)`.

use std::fmt;

use super::Source;
use super::file::is_hidden;
use crate::torch::ParseError;
use crate::torch::grammar::{Argument, Expression, Node};

/// Where a tensor of somebody's own lies, and its shape.
///
/// ```text
/// load("acts.npy", lengths)                    an array
/// load("acts.npz", "conv1", lengths)           one of an archive
/// load("model.safetensors", "w", lengths)      one of a model's tensors
/// load("table.csv", rows, columns)             a table; delimiter=";" and skiprows=1 where it has others
/// load("a.png", "b.png", 2, 3, height, width)  images, from 0 to 255
/// ```
///
/// The file itself is nowhere in it: it stays where it is, and is read when somebody chooses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Names of the files: one, or that of each image
    pub names: Vec<String>,
    /// Which of the tensors in the file; empty where there is one alone
    pub key: String,
    /// Lengths of the axes in the file
    pub shape: Vec<usize>,
    /// How the columns of a table are told apart
    pub delimiter: char,
    /// Whether the first line of a table is its head
    pub has_head: bool,
}

/// The function of the link.
pub(super) const LOAD: &str = "load";

/// The name that programs give to what is in the file.
pub(super) const DATA: &str = "data";

/// Files that are images by the ends of their names.
const IMAGES: [&str; 4] = [".png", ".jpg", ".jpeg", ".webp"];

/// Most images of a tensor.
const MOST_NAMES: usize = 256;

/// Most letters of a name, as file systems have it.
const MOST_LETTERS: usize = 255;

/// The longest axis.
const LONGEST: i64 = Source::MAX_ELEMENTS as i64;

impl Stored {
    /// The tensor of one file.
    pub fn new(name: &str, key: &str, shape: &[usize]) -> Self {
        Self {
            names: vec![speakable(name)],
            key: speakable(key),
            shape: shape.to_vec(),
            delimiter: ',',
            has_head: false,
        }
    }

    /// Images as `[N, 3, H, W]`.
    pub fn images<'a>(
        names: impl IntoIterator<Item = &'a str>,
        height: usize,
        width: usize,
    ) -> Self {
        let names: Vec<_> = names.into_iter().map(speakable).collect();
        let shape = vec![names.len(), 3, height, width];
        Self {
            names,
            ..Self::new("", "", &shape)
        }
    }

    /// Whether it is made of images.
    pub fn is_images(&self) -> bool {
        self.names.iter().all(|name| is_image(name))
    }

    /// Its axes as those of x, in their order; a single one is the features of a sample.
    pub fn axes(&self) -> Vec<usize> {
        match self.shape.len() {
            1 => vec![1],
            rank => (0..rank).collect(),
        }
    }

    /// How many axes x has that is made of it: a row or a column of one axis has two.
    pub fn rank(&self) -> usize {
        self.shape.len().max(2)
    }

    /// x, of which axis `axes[k]` is axis k of the file; pixels become numbers from 0 to 1.
    ///
    /// # Errors
    ///
    /// If x cannot have that shape.
    pub fn source(&self, axes: &[usize]) -> Result<Source, ParseError> {
        let list = |numbers: &[usize]| {
            let texts: Vec<_> = numbers.iter().map(usize::to_string).collect();
            texts.join(",")
        };
        let mut text = self.to_string();
        let in_order = (0..axes.len()).collect::<Vec<_>>();
        if let ([length], [axis]) = (&self.shape[..], axes) {
            let mut shape = [1, 1];
            shape[*axis] = *length;
            text += &format!(".reshape({})", list(&shape));
        } else if axes != in_order {
            let from = |axis| axes.iter().position(|own| *own == axis).unwrap_or(axis);
            let order: Vec<_> = in_order.into_iter().map(from).collect();
            text += &format!(".permute({})", list(&order));
        }
        if self.is_images() {
            text += "/255";
        }
        Source::parse(&text)
    }

    /// Which axes of x those of the file are in `source`, if it is no more than this tensor with its axes in some order.
    pub fn axes_in(&self, source: &Source) -> Option<Vec<usize>> {
        let is_it = |axes: &Vec<usize>| self.source(axes).as_ref() == Ok(source);
        match self.shape.len() {
            1 => vec![vec![0], vec![1]],
            rank => orders(rank),
        }
        .into_iter()
        .find(is_it)
    }

    /// What a call of `load` says.
    ///
    /// # Errors
    ///
    /// If it names no file or no lengths, or says something else.
    pub(super) fn of(call: &Expression) -> Result<Option<Self>, ParseError> {
        match &call.node {
            Node::Call(function, arguments) if function.path().as_deref() == Some(LOAD) => {
                Self::read(call, arguments).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn read(call: &Expression, arguments: &[Argument]) -> Result<Self, ParseError> {
        let fail = |message: &str| ParseError::new(call.start(), message);
        let (mut texts, mut stored) = (Vec::new(), Self::new("", "", &[]));
        for argument in arguments {
            match (argument.name.as_deref(), &argument.value.node) {
                (None, Node::Text(text)) if stored.shape.is_empty() && is_speakable(text) => {
                    texts.push(text.clone());
                }
                (None, Node::Int(length @ 0..=LONGEST)) => stored.shape.push(*length as usize),
                (Some("delimiter"), Node::Text(text)) if text.chars().count() == 1 => {
                    stored.delimiter = text.chars().next().unwrap_or(',');
                }
                (Some("skiprows"), Node::Int(rows @ 0..=1)) => stored.has_head = *rows == 1,
                _ => {
                    let message = "load takes the name of a file, perhaps a key, and lengths, as in load(\"acts.npz\",\"conv1\",8,16)";
                    return Err(ParseError::new(argument.at, message));
                }
            }
        }
        if texts.is_empty() {
            return Err(fail(
                "load takes the name of a file, as in load(\"acts.npy\",4,6,4,4)",
            ));
        }
        if texts.len() > MOST_NAMES {
            return Err(fail("at most 256 images are one tensor"));
        }
        let len = stored
            .shape
            .iter()
            .try_fold(1_usize, |len, n| len.checked_mul(*n));
        if stored.shape.is_empty() || len.is_none_or(|len| len > Source::MAX_ELEMENTS) {
            return Err(fail(
                "what is loaded has at least one axis and at most 2²⁵ elements",
            ));
        }
        if texts.len() > 1 && !texts.iter().all(|name| is_image(name)) {
            stored.key = texts.remove(1);
        }
        if texts.len() > 1 && !texts.iter().all(|name| is_image(name)) {
            return Err(fail("load takes several files where all are images"));
        }
        stored.names = texts;
        if stored.is_images() && stored.shape.get(..2) != Some(&[stored.names.len(), 3]) {
            return Err(fail(
                "images have the lengths N, 3, height and width, and N is how many they are",
            ));
        }
        Ok(stored)
    }

    /// The lines of a program that leave the tensor under the name `data`, and what they import.
    pub(super) fn python(&self) -> (Vec<String>, String) {
        let numpy = "import numpy as np".to_owned();
        let (name, key) = (quoted(&self.names[0]), quoted(&self.key));
        let is = |ends: &[&str]| ends.iter().any(|end| has_end(&self.names[0], end));
        let (import, read) = if self.is_images() {
            let names: Vec<_> = self.names.iter().map(|name| quoted(name)).collect();
            let read = format!(
                "torch.stack([read_image(name, ImageReadMode.RGB) for name in [{}]]).float()",
                names.join(", ")
            );
            let import = "from torchvision.io import ImageReadMode, read_image";
            (import.to_owned(), read)
        } else if is(&[".safetensors"]) {
            let import = "from safetensors.torch import load_file".to_owned();
            (import, format!("load_file({name})[{key}].float()"))
        } else if is(&[".csv", ".tsv", ".txt", ".dat"]) {
            ("import pandas as pd".to_owned(), self.table(&name))
        } else if self.key.is_empty() {
            (numpy, from_numpy(&format!("np.load({name})")))
        } else {
            (numpy, from_numpy(&format!("np.load({name})[{key}]")))
        };
        (vec![import], format!("{DATA} = {read}"))
    }

    /// With pandas, which skips comments and blank lines before a head as the page does.
    fn table(&self, name: &str) -> String {
        let separator = match self.delimiter {
            ' ' => "r\"\\s+\"".to_owned(),
            delimiter => format!("{:?}", delimiter.to_string()),
        };
        // Between semicolons and tabs a comma may be that of a number.
        let decimal = match self.delimiter {
            ';' | '\t' => ", decimal=\",\"",
            _ => "",
        };
        let head = if self.has_head { "0" } else { "None" };
        format!(
            "torch.tensor(pd.read_csv({name}, sep={separator}{decimal}, header={head}, comment=\"#\", float_precision=\"round_trip\").to_numpy(\"float32\"))"
        )
    }
}

impl fmt::Display for Stored {
    /// As it stands in a link.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let keys = Some(&self.key).filter(|key| !key.is_empty());
        let texts = self.names.iter().chain(keys).map(|text| quoted(text));
        let lengths = self.shape.iter().map(usize::to_string);
        let mut arguments: Vec<_> = texts.chain(lengths).collect();
        if self.delimiter != ',' {
            arguments.push(format!("delimiter={}", quoted(&self.delimiter.to_string())));
        }
        if self.has_head {
            arguments.push("skiprows=1".to_owned());
        }
        write!(f, "{LOAD}({})", arguments.join(","))
    }
}

/// All orders of so many axes, that in which they are first.
fn orders(rank: usize) -> Vec<Vec<usize>> {
    if rank == 0 {
        return vec![Vec::new()];
    }
    let with_last = |order: Vec<usize>| {
        (0..rank).rev().map(move |place| {
            let mut order = order.clone();
            order.insert(place, rank - 1);
            order
        })
    };
    orders(rank - 1).into_iter().flat_map(with_last).collect()
}

/// Whatever type the file has, in whatever order of bytes and of axes.
fn from_numpy(array: &str) -> String {
    format!("torch.from_numpy({array}.astype(\"float32\"))")
}

/// Whether a file is an image by its name.
pub fn is_image(name: &str) -> bool {
    IMAGES.iter().any(|end| has_end(name, end))
}

fn has_end(name: &str, end: &str) -> bool {
    let start = name.len().saturating_sub(end.len());
    name.is_char_boundary(start) && name[start..].eq_ignore_ascii_case(end)
}

/// A name as a text in quotes can hold it, and a sentence can show it.
pub fn speakable(name: &str) -> String {
    let is_kept = |c: &char| !is_hidden(*c) && !['"', '\\'].contains(c);
    let spoken = |c: char| Some(c).filter(is_kept).unwrap_or('_');
    name.chars().take(MOST_LETTERS).map(spoken).collect()
}

fn is_speakable(name: &str) -> bool {
    speakable(name) == name
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
