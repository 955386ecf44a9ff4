//! Bytes in, a result out.

use std::ops::Range;

use super::FileError;

/// Most bytes that are wanted at once: 1 MiB.
pub const PIECE_LEN: u64 = 1 << 20;

/// Something that is read from a file, in pieces that others fetch.
///
/// ```text
/// loop {
///     let bytes = the file's bytes in reading.wants();
///     if let Some(result) = reading.take(&bytes)? {
///         break result;
///     }
/// }
/// ```
pub trait Reading {
    /// What comes out
    type Output;

    /// The bytes of the file that come next, at most [`PIECE_LEN`]; none where `take` has all it needs.
    fn wants(&self) -> Range<u64>;

    /// Takes the bytes that are wanted, or the first of them, and gives the result once it has it.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or no byte is given where some are wanted: the file is shorter than was said.
    /// After an error or the result, the reading is over.
    ///
    /// # Panics
    ///
    /// If it is given more than it wants.
    fn take(&mut self, bytes: &[u8]) -> Result<Option<Self::Output>, FileError>;

    /// How much of it is done, from 0 to 1.
    fn progress(&self) -> f64;
}

/// Reads from a file that is in memory.
///
/// # Errors
///
/// Those of the reading.
pub fn read_whole<R: Reading>(mut reading: R, file: &[u8]) -> Result<R::Output, FileError> {
    let place = |byte: u64| usize::try_from(byte).map_or(file.len(), |byte| byte.min(file.len()));
    loop {
        let wanted = reading.wants();
        let bytes = &file[place(wanted.start)..place(wanted.end)];
        if let Some(result) = reading.take(bytes)? {
            return Ok(result);
        }
    }
}

/// Whether all that is wanted has come with these bytes.
pub(super) fn is_complete(wanted: &Range<u64>, bytes: &[u8]) -> Result<bool, FileError> {
    let (given, wanted_len) = (bytes.len() as u64, wanted.end - wanted.start);
    assert!(given <= wanted_len, "no more bytes than are wanted");
    if given == 0 && wanted_len > 0 {
        let message = "the file ends here, although it was longer when it was opened";
        return Err(FileError::new(message).at(wanted.start));
    }
    Ok(given == wanted_len)
}
