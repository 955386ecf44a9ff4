//! Things that are open while Markdown is read.

use super::{Block, Inline};

/// A thing that is open, with what it holds so far.
pub(super) struct Open {
    pub kind: Kind,
    /// Where it begins, in bytes
    pub from: usize,
    pub blocks: Vec<Block>,
    pub text: Vec<Inline>,
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// What it is.
pub(super) enum Kind {
    Root,
    /// Shown without itself: it lies too deep, or is nothing to us
    Through,
    Paragraph,
    Heading(usize, Option<String>),
    Quote,
    List(Option<u64>, Vec<Vec<Block>>),
    Item,
    Code(String),
    Table(Vec<Vec<Inline>>),
    Head,
    Row(Vec<Vec<Inline>>),
    Cell,
    Emphasis,
    Strong,
    Link(String),
    Image(String),
}

/// A formula that is all of a paragraph stands on a line of its own.
pub(super) fn paragraph(text: Vec<Inline>) -> Block {
    match <[Inline; 1]>::try_from(text) {
        Ok([Inline::Formula(formula)]) => Block::Formula(formula),
        Ok([piece]) => Block::Paragraph(vec![piece]),
        Err(text) => Block::Paragraph(text),
    }
}

impl Open {
    pub fn new(kind: Kind, from: usize) -> Self {
        Self {
            kind,
            from,
            blocks: Vec::new(),
            text: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl Kind {
    pub fn is_block(&self) -> bool {
        !matches!(
            self,
            Self::Emphasis | Self::Strong | Self::Link(_) | Self::Image(_) | Self::Through
        )
    }

    pub fn holds_blocks(&self) -> bool {
        matches!(self, Self::Root | Self::Quote | Self::Item)
    }
}

/// Text without control characters, and without those that turn the direction of what follows.
pub(super) fn clean(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}
