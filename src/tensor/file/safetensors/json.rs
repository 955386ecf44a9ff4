//! The part of JSON that a header is written in: objects, strings, lists of whole numbers (RFC 8259).
//!
//! It is short enough to write: the usual crates carry tables for decimals, which no header has, into the first view.

use crate::tensor::file::FileError;
use crate::tensor::file::cursor::Cursor;

/// A JSON object, each value of which is read by `value`; a comma after the last is let pass.
pub(super) fn object(
    cursor: &mut Cursor,
    mut value: impl FnMut(&mut Cursor, String) -> Result<(), FileError>,
) -> Result<(), FileError> {
    cursor.expect(b'{')?;
    cursor.items(b'}', |cursor| {
        let key = string(cursor)?;
        cursor.expect(b':')?;
        cursor.peek();
        value(cursor, key)
    })?;
    Ok(())
}

/// A list of whole numbers.
pub(super) fn integers(cursor: &mut Cursor) -> Result<Vec<u64>, FileError> {
    let mut integers = Vec::new();
    cursor.expect(b'[')?;
    cursor.items(b']', |cursor| {
        integers.push(cursor.integer()?);
        Ok(())
    })?;
    Ok(integers)
}

/// A JSON string.
pub(super) fn string(cursor: &mut Cursor) -> Result<String, FileError> {
    let mut text = String::new();
    cursor.expect(b'"')?;
    loop {
        let plain = cursor.take_until(|byte| byte == b'"' || byte == b'\\' || byte < b' ');
        match std::str::from_utf8(plain) {
            Ok(plain) => text.push_str(plain),
            Err(_) => return cursor.broken_string(),
        }
        match cursor.take() {
            Some(b'"') => return Ok(text),
            Some(b'\\') => text.push(escape(cursor)?),
            _ => {
                return cursor.broken_string();
            }
        }
    }
}

/// What stands after a backslash.
fn escape(cursor: &mut Cursor) -> Result<char, FileError> {
    let plain = match cursor.take() {
        Some(quoted @ (b'"' | b'\\' | b'/')) => Some(char::from(quoted)),
        Some(b'b') => Some('\u{8}'),
        Some(b'f') => Some('\u{c}'),
        Some(b'n') => Some('\n'),
        Some(b'r') => Some('\r'),
        Some(b't') => Some('\t'),
        Some(b'u') => unicode(cursor),
        _ => None,
    };
    match plain {
        Some(char) => Ok(char),
        None => cursor.broken_string(),
    }
}

/// Four hexadecimal digits, or two times four where the first are half of a pair.
fn unicode(cursor: &mut Cursor) -> Option<char> {
    let first = unit(cursor)?;
    let is_half = (0xd800..0xdc00).contains(&first);
    let second = match is_half {
        true if cursor.take()? == b'\\' && cursor.take()? == b'u' => Some(unit(cursor)?),
        _ => None,
    };
    let mut chars = char::decode_utf16([first].into_iter().chain(second));
    chars.next()?.ok()
}

fn unit(cursor: &mut Cursor) -> Option<u16> {
    let mut unit = 0;
    for _ in 0..4 {
        unit = unit << 4 | char::from(cursor.take()?).to_digit(16)? as u16;
    }
    Some(unit)
}
