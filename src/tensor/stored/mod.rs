//! A tensor that lies in a file of the reader's: `load("acts.npy",32,8,8,64)`.

mod axes;
mod program;
mod read;

use std::fmt;

use super::file::is_hidden;

/// Where a tensor of somebody's own lies, and its shape.
///
/// ```text
/// load("acts.npy", lengths)                    an array
/// load("acts.npz", "conv1", lengths)           one of an archive
/// load("model.safetensors", "w", lengths)      one of a model's tensors
/// load("table.csv", rows, columns)             a table; sep=";" and header=0 where it has them
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

/// Most letters of a name, as file systems have it.
const MOST_LETTERS: usize = 255;

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
}

impl fmt::Display for Stored {
    /// As it stands in a link.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let keys = Some(&self.key).filter(|key| !key.is_empty());
        let texts = self.names.iter().chain(keys).map(|text| quoted(text));
        let lengths = self.shape.iter().map(usize::to_string);
        let mut arguments: Vec<_> = texts.chain(lengths).collect();
        if self.delimiter != ',' {
            arguments.push(format!("sep={}", quoted(&self.delimiter.to_string())));
        }
        if self.has_head {
            arguments.push("header=0".to_owned());
        }
        write!(f, "{LOAD}({})", arguments.join(","))
    }
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

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
