//! What a page around this one may say to it: docs/embedding.md.
//!
//! A message can do what a link can, and pause the clock; whatever is not written exactly as documented does nothing.

/// The version of the messages, which each of them carries as `normscope`.
pub const VERSION: f64 = 1.0;

/// The longest link that a message may set.
pub const MOST_LINK_BYTES: usize = 65_536;

/// The longest text that a message may carry to know its answer by.
pub const MOST_ID_BYTES: usize = 256;

/// A message as it came, of any shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A text
    Text(String),
    /// A plain object: its own fields
    Fields(Vec<(String, Field)>),
    /// Anything else
    Other,
}

/// A value in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A text
    Text(String),
    /// A number
    Number(f64),
    /// Anything else
    Other,
}

/// What an answer is known by: it is sent back as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum Id {
    /// A text
    Text(String),
    /// A number
    Number(f64),
}

/// A message that is understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Follow a link, which begins with `?`; a key that it omits keeps its value
    Set {
        /// The link
        link: String,
        /// What the answer is known by
        id: Option<Id>,
    },
    /// Tell the link of what is shown
    Get {
        /// What the answer is known by
        id: Option<Id>,
    },
    /// The slide is seen: what was stopped goes on
    Start,
    /// The slide is left: what runs stops
    Stop,
}

/// Reads a message; `None` if it is not exactly one of those that are documented.
pub fn read_message(heard: &Heard) -> Option<Message> {
    match heard {
        // As reveal.js tells its frames.
        Heard::Text(text) => match text.as_str() {
            "slide:start" => Some(Message::Start),
            "slide:stop" => Some(Message::Stop),
            _ => None,
        },
        Heard::Fields(fields) => read_fields(fields),
        Heard::Other => None,
    }
}

fn read_fields(fields: &[(String, Field)]) -> Option<Message> {
    let of = |name: &str| {
        let field = fields.iter().find(|(key, _)| key == name);
        field.map(|(_, field)| field)
    };
    if of("normscope") != Some(&Field::Number(VERSION)) {
        return None;
    }
    let id = match of("id") {
        Some(id) => Some(read_id(id)?),
        None => None,
    };
    // Nothing besides what is read.
    if fields.len() != 2 + usize::from(id.is_some()) {
        return None;
    }
    match (of("set"), of("get")) {
        (Some(Field::Text(link)), None) if is_link(link) => {
            let link = link.clone();
            Some(Message::Set { link, id })
        }
        (None, Some(Field::Text(what))) if what == "link" => Some(Message::Get { id }),
        _ => None,
    }
}

fn is_link(text: &str) -> bool {
    text.starts_with('?') && text.len() <= MOST_LINK_BYTES
}

fn read_id(id: &Field) -> Option<Id> {
    match id {
        Field::Text(text) if text.len() <= MOST_ID_BYTES => Some(Id::Text(text.clone())),
        Field::Number(number) if number.is_finite() => Some(Id::Number(*number)),
        _ => None,
    }
}
