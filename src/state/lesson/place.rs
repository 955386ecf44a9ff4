//! Which lesson is shown, and where in it one is.

use std::fmt;

/// A place in a lesson, as a link names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The lesson
    pub lesson: Where,
    /// The beat; the first where it has none of this name
    pub beat: String,
}

/// Where a lesson comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// The list of all lessons of the page
    Contents,
    /// One of the page's own
    Course(String),
    /// A file on the reader's disk, by its name
    File(String),
    /// A file on the web; nothing of it is loaded before the reader agrees
    Web(String),
}

/// What the list of all lessons is called in a link.
const CONTENTS: &str = "contents";
/// A host on the reader's own computer, on which a lesson is written.
const LOCAL: [&str; 2] = ["localhost", "127.0.0.1"];
/// How the names of files end, and those of the page's own lessons do not.
const ENDINGS: [&str; 3] = [".md", ".markdown", ".txt"];
const LONGEST: usize = 2000;

/// The host of an address; `None` if it has none, or names somebody besides, as in `https://trusted@elsewhere`.
pub fn host_of(address: &str) -> Option<&str> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let (host, _) = authority.split_once(':').unwrap_or((authority, ""));
    (!host.is_empty() && !authority.contains('@')).then_some(host)
}

impl Where {
    /// A file on the reader's disk: a name that a link can tell from those of the page's lessons.
    pub fn file(name: &str) -> Self {
        match Self::parse(name) {
            Ok(Self::File(name)) => Self::File(name),
            _ => Self::File(format!("{}.md", name.replace("://", " "))),
        }
    }

    /// Reads it from a link.
    ///
    /// # Errors
    ///
    /// In words, if it is no name and no address by `https:`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_shown = |c: char| c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric();
        let lower = text.to_ascii_lowercase();
        if text.len() > LONGEST || !text.chars().all(is_shown) {
            return Err("is no name of a lesson".to_owned());
        }
        let is_secure = text.starts_with("https://");
        let host = host_of(text);
        let is_local = host.is_some_and(|host| LOCAL.contains(&host));
        Ok(match text {
            CONTENTS => Self::Contents,
            _ if host.is_some() && (is_secure || is_local) => Self::Web(text.to_owned()),
            _ if text.contains("://") => {
                return Err(format!("is “{text}”; lessons are loaded by https: alone"));
            }
            _ if ENDINGS.iter().any(|ending| lower.ends_with(ending)) => {
                Self::File(text.to_owned())
            }
            _ if !text.is_empty() && text.chars().all(is_name) => Self::Course(text.to_owned()),
            _ => {
                return Err(format!(
                    "is “{text}”, which is no lesson; write its name, a file’s name that ends in .md, or an address"
                ));
            }
        })
    }
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contents => CONTENTS,
            Self::Course(name) | Self::File(name) | Self::Web(name) => name,
        })
    }
}

impl Place {
    /// The beginning of a lesson.
    pub fn start(lesson: Where) -> Self {
        Self {
            lesson,
            beat: String::new(),
        }
    }

    /// Another beat of the same lesson.
    #[must_use]
    pub fn at(&self, beat: &str) -> Self {
        Self {
            beat: beat.to_owned(),
            ..self.clone()
        }
    }
}
