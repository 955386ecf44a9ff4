//! `.npy`, versions 1 to 3 (NumPy Enhancement Proposal 1, and `numpy.lib.format`).

use super::catalogue::{Catalogue, Coding, Entry, Format, Layout};
use super::cursor::Cursor;
use super::window::Window;
use super::{Dtype, FileError};

/// What every `.npy` begins with.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

/// Magic, version, and the longer of the two fields that may hold the header's length.
pub(super) const PREFIX_LEN: usize = 12;

/// Longest header that is read; NumPy itself reads 10,000 characters.
const MOST_HEADER: u64 = 1 << 14;

/// Most bytes before the values.
pub(super) const MOST_HEAD: u64 = PREFIX_LEN as u64 + MOST_HEADER;

/// Opens a file that is one array.
pub(super) fn open(window: &mut Window) -> Result<Option<Catalogue>, FileError> {
    let prefix_len = (PREFIX_LEN as u64).min(window.len);
    let Some(prefix) = window.get(0..prefix_len, "the header")? else {
        return Ok(None);
    };
    let end = head_end(prefix)?;
    let Some(head) = window.get(0..end, "the header")? else {
        return Ok(None);
    };
    let layout = layout(head)?;
    let (promised, held) = (layout.bytes(), window.len - end);
    if promised != held {
        return Err(FileError::unequal(promised, held).at(end + promised.min(held)));
    }
    let entry = Entry {
        key: String::new(),
        layout: Ok(layout),
        range: end..window.len,
        coding: Coding::Plain,
    };
    Catalogue::new(Format::Npy, vec![entry]).map(Some)
}

/// How many bytes stand before the values, told by the first of them.
pub(super) fn head_end(prefix: &[u8]) -> Result<u64, FileError> {
    if !prefix.starts_with(MAGIC) {
        return Err(FileError::new("this is no .npy: it does not begin like one").at(0));
    }
    let (field, len) = match prefix.get(6..) {
        Some([1, 0, a, b, ..]) => (2, u64::from(u16::from_le_bytes([*a, *b]))),
        Some([2 | 3, 0, a, b, c, d, ..]) => (4, u64::from(u32::from_le_bytes([*a, *b, *c, *d]))),
        Some([1..=3, 0, ..]) | None | Some([] | [_]) => {
            return Err(FileError::cut_off("the header").at(prefix.len() as u64));
        }
        Some([major, minor, ..]) => {
            let message =
                format!("version {major}.{minor} of .npy is not read; 1.0, 2.0 and 3.0 are");
            return Err(FileError::new(message).at(6));
        }
    };
    if len > MOST_HEADER {
        return Err(FileError::long_header(len, MOST_HEADER).at(8));
    }
    Ok(8 + field + len)
}

/// What the head of an array says, which is as long as [`head_end`] has it.
///
/// ```text
/// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
/// ```
pub(super) fn layout(head: &[u8]) -> Result<Layout, FileError> {
    let start = if head[6] == 1 { 10 } else { 12 };
    let mut cursor = Cursor::new(&head[start..], start as u64);
    let (mut dtype, mut is_fortran, mut shape) = (None, None, None);
    cursor.expect(b'{')?;
    cursor.items(b'}', |cursor| {
        let at = cursor.place();
        let key = string(cursor)?;
        cursor.expect(b':')?;
        let is_first = match key {
            "descr" => dtype.replace(descr(cursor)?).is_none(),
            "fortran_order" => is_fortran.replace(boolean(cursor)?).is_none(),
            "shape" => shape.replace(lengths(cursor)?).is_none(),
            _ => false,
        };
        if is_first {
            return Ok(());
        }
        let message = "the header has descr, fortran_order and shape, each once, and nothing else";
        Err(FileError::new(message).at(at))
    })?;
    cursor.expect_end()?;
    let (Some(dtype), Some(is_fortran), Some(shape)) = (dtype, is_fortran, shape) else {
        return cursor.fail("the header lacks one of descr, fortran_order and shape");
    };
    Layout::new(dtype, &shape, is_fortran).map_err(|error| error.at(start as u64))
}

/// A string in Python's quotes; none in a header has an escape.
fn string<'a>(cursor: &mut Cursor<'a>) -> Result<&'a str, FileError> {
    let quote = match cursor.peek() {
        Some(quote @ (b'\'' | b'"')) => quote,
        _ => return cursor.fail("a string in quotes should stand here in the header"),
    };
    cursor.expect(quote)?;
    let bytes = cursor.take_until(|byte| byte == quote || byte == b'\\');
    match std::str::from_utf8(bytes) {
        Ok(text) if cursor.take() == Some(quote) => Ok(text),
        _ => cursor.broken_string(),
    }
}

fn descr(cursor: &mut Cursor) -> Result<(Dtype, bool), FileError> {
    if cursor.peek() == Some(b'[') {
        return cursor.fail("records of several fields are not read; save each field for itself");
    }
    let at = cursor.place();
    let text = string(cursor)?;
    Dtype::from_numpy(text).map_err(|error| error.at(at))
}

fn boolean(cursor: &mut Cursor) -> Result<bool, FileError> {
    if cursor.eat_word("True") {
        Ok(true)
    } else if cursor.eat_word("False") {
        Ok(false)
    } else {
        cursor.fail("True or False should stand here in the header")
    }
}

/// A tuple of lengths; Python 2 wrote an `L` after some.
fn lengths(cursor: &mut Cursor) -> Result<Vec<u64>, FileError> {
    let mut lengths = Vec::new();
    cursor.expect(b'(')?;
    let has_comma = cursor.items(b')', |cursor| {
        lengths.push(cursor.integer()?);
        cursor.eat_word("L");
        Ok(())
    })?;
    if lengths.len() == 1 && !has_comma {
        return cursor.fail("the shape is no tuple, such as (3,)");
    }
    Ok(lengths)
}
