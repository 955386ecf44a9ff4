//! The axis specification: which axes of a tensor are shown merged, and where.

use std::fmt;
use std::ops::Range;

/// How the axes of a tensor are shown: one group of neighbouring axes per word.
///
/// ```text
/// N C HW     three groups: samples to the depth, channels across, positions down
/// N C H W    plates: every sample and channel is a picture of its own
/// ```
///
/// ```
/// use normscope::scene::AxisSpec;
/// let names = ["N", "C", "H", "W"];
/// let spec = AxisSpec::parse("N C HW", &names)?;
/// assert_eq!(spec.groups(), [0..1, 1..2, 2..4]);
/// assert_eq!((spec.to_string().as_str(), spec.name(2).as_str()), ("N C HW", "H·W"));
/// assert_eq!(AxisSpec::choices(&names)[1].to_string(), "N C H W");
/// # Ok::<(), normscope::scene::AxisSpecError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisSpec {
    names: Vec<String>,
    groups: Vec<Range<usize>>,
}

/// Why a text is no axis specification of a tensor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` does not name the axes {names} in this order")]
pub struct AxisSpecError {
    text: String,
    names: String,
}

impl AxisSpec {
    /// Reads words that, put together, are the names of the axes in their order.
    ///
    /// # Errors
    ///
    /// If they are not.
    pub fn parse(text: &str, names: &[impl AsRef<str>]) -> Result<Self, AxisSpecError> {
        let mut groups = Vec::new();
        let mut axis = 0;
        for word in text.split_whitespace() {
            let start = axis;
            let mut rest = word;
            while !rest.is_empty() {
                let name = names.get(axis).map(AsRef::as_ref);
                rest = name
                    .and_then(|name| rest.strip_prefix(name))
                    .ok_or_else(|| Self::error(text, names))?;
                axis += 1;
            }
            groups.push(start..axis);
        }
        if axis != names.len() || groups.is_empty() {
            return Err(Self::error(text, names));
        }
        Ok(Self::new(names, groups))
    }

    /// The specifications offered for axes of these names; the first is the default.
    ///
    /// # Panics
    ///
    /// If there are no axes, or more than five.
    pub fn choices(names: &[impl AsRef<str>]) -> Vec<Self> {
        let rank = names.len();
        assert!((1..=5).contains(&rank), "{rank} axes cannot be laid out");
        let single = |axis: usize| axis..axis + 1;
        let plates = Self::new(names, (0..rank).map(single).collect());
        if rank <= 3 {
            return vec![plates];
        }
        vec![Self::new(names, vec![0..1, 1..2, 2..rank]), plates]
    }

    fn new(names: &[impl AsRef<str>], groups: Vec<Range<usize>>) -> Self {
        let names = names.iter().map(|name| name.as_ref().to_owned()).collect();
        Self { names, groups }
    }

    fn error(text: &str, names: &[impl AsRef<str>]) -> AxisSpecError {
        let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
        AxisSpecError {
            text: text.to_owned(),
            names: names.join(" "),
        }
    }

    /// The axes of each group.
    pub fn groups(&self) -> &[Range<usize>] {
        &self.groups
    }

    /// Name of a group as a dimension line shows it: `C`, `H·W`.
    pub fn name(&self, group: usize) -> String {
        self.names[self.groups[group].clone()].join("·")
    }

    /// Name of one axis.
    pub fn axis_name(&self, axis: usize) -> &str {
        &self.names[axis]
    }

    fn word(&self, group: usize) -> String {
        self.names[self.groups[group].clone()].concat()
    }
}

impl fmt::Display for AxisSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = (0..self.groups.len()).map(|g| self.word(g)).collect();
        f.write_str(&words.join(" "))
    }
}

/// A part of the cube that is kept while the rest is cut away, so that inner cells can be reached.
///
/// Written as a slice of one group, as in Python: `C:3` keeps channels 0, 1, 2 and `N2:` samples from 2 on.
///
/// ```
/// use normscope::scene::{AxisSpec, Cut};
/// let spec = AxisSpec::parse("N C HW", &["N", "C", "H", "W"])?;
/// let cut = Cut::parse("HW4:", &spec).unwrap();
/// assert_eq!((cut.group, cut.start, cut.end), (2, 4, None));
/// assert_eq!(cut.print(&spec), "HW4:");
/// # Ok::<(), normscope::scene::AxisSpecError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The group of axes that is cut
    pub group: usize,
    /// First index kept
    pub start: usize,
    /// First index cut away again; `None` keeps all to the end
    pub end: Option<usize>,
}

/// Why a text is no cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no slice of one of {spec}, such as `{example}1:`")]
pub struct CutError {
    text: String,
    spec: String,
    example: String,
}

impl Cut {
    /// Reads a slice of one group of `spec`.
    ///
    /// # Errors
    ///
    /// If there is no such group, or the slice is empty or no slice.
    pub fn parse(text: &str, spec: &AxisSpec) -> Result<Self, CutError> {
        let error = || CutError {
            text: text.to_owned(),
            spec: spec.to_string(),
            example: spec.word(0),
        };
        let letters = text
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(text.len());
        let (word, slice) = text.split_at(letters);
        let group = (0..spec.groups.len()).find(|&group| spec.word(group) == word);
        let (start, end) = slice.split_once(':').ok_or_else(error)?;
        let number = |text: &str| match text {
            "" => Ok(None),
            _ => text.parse().map(Some).map_err(|_| error()),
        };
        let start = number(start)?.unwrap_or(0);
        let end = number(end)?;
        if end.is_some_and(|end| end <= start) {
            return Err(error());
        }
        group
            .map(|group| Self { group, start, end })
            .ok_or_else(error)
    }

    /// The text that [`Self::parse`] reads.
    pub fn print(&self, spec: &AxisSpec) -> String {
        let number = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        let end = self.end.map(number).unwrap_or_default();
        format!("{}{}:{end}", spec.word(self.group), number(self.start))
    }

    /// The indices kept of a group of this length: never none.
    pub fn kept(&self, length: usize) -> Range<usize> {
        let start = self.start.min(length - 1);
        let end = self.end.map_or(length, |end| end.min(length));
        start..end.max(start + 1)
    }
}
