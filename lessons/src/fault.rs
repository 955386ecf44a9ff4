//! What can be wrong in the text of a lesson.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something in a lesson that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The line that it stands in, from 1
    pub line: usize,
    /// What is wrong
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Wrong {
    /// More text than a lesson needs
    #[error("a lesson has at most {most} bytes, and this has {len}; the rest is left out")]
    Long {
        /// Its length
        len: usize,
        /// The longest
        most: usize,
    },
    /// Nothing to show
    #[error("there is no heading: a lesson begins with `# Title`, a beat with `## Title`")]
    Empty,
    /// Text before the first lesson
    #[error("this stands before the first heading `# Title`, and is not shown")]
    Outside,
    /// Two of the same name
    #[error("“{0}” is the name of something before it; name this one with `{{#another-name}}`")]
    Twice(String),
    /// A number that nobody computes
    #[error(
        "“{0}” is a number in prose: write it as a live value or a recorded one, as code, or as a word"
    )]
    Number(String),
    /// No such value
    #[error("there is no live value “{0}”; `docs/lessons.md` has them all")]
    NoValue(String),
    /// A question about cells without a pinned one
    #[error("a question about cells needs a pinned one: add `at=` to its link")]
    NoPin,
    /// More than the page can keep up to date
    #[error("this beat has too many links and values; the rest of it is left out")]
    Many,
    /// More than one lesson in a file
    #[error("a file has one lesson; what follows from its second `# Title` on is not shown")]
    Second,
    /// Something that was measured without a source
    #[error(
        "a recorded number needs its source: `{{recorded: 23.6 % | Authors, title (venue year), Table 1}}`"
    )]
    NoSource,
    /// A link that cannot be followed
    #[error("the link’s `{key}`: {why}")]
    Link {
        /// The key
        key: String,
        /// What is wrong with its value
        why: String,
    },
    /// A link to somewhere else
    #[error("“{0}” is no link that a lesson may have: they lead to `?…`, `#…` or `https:`")]
    Target(String),
    /// A link to a beat that is not there
    #[error("there is no beat “{0}” in this lesson")]
    NoBeat(String),
    /// An image from somewhere else
    #[error(
        "an image comes from where the lesson is, or is written out as `data:`; “{0}” does not"
    )]
    Image(String),
    /// HTML
    #[error("HTML is shown as text")]
    Html,
    /// LaTeX that is not understood
    #[error("the formula is not understood: {0}")]
    Formula(String),
    /// A question without answers
    #[error(
        "a question needs a list of answers, `- [x]` before the right one, or a line with the link of a figure whose cells are marked"
    )]
    NoAnswer,
    /// Too many things in one another
    #[error("this is nested more than {0} deep, and shown without its outer parts")]
    Deep(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.wrong)
    }
}
