//! The part of a file that is at hand while it is opened.

use std::ops::Range;

use super::reading::is_complete;
use super::{FileError, PIECE_LEN};

/// Bytes that are fetched at least, where the file has them.
const READ_AHEAD: u64 = 1 << 16;

/// The bytes from one place on, and up to where they are wanted.
pub(super) struct Window {
    /// Bytes in the file
    pub len: u64,
    start: u64,
    bytes: Vec<u8>,
    wanted_end: u64,
}

impl Window {
    pub fn new(len: u64) -> Self {
        Self {
            len,
            start: 0,
            bytes: Vec::new(),
            wanted_end: len.min(READ_AHEAD),
        }
    }

    /// What comes next, in pieces.
    pub fn wants(&self) -> Range<u64> {
        let next = self.start + self.bytes.len() as u64;
        next..self.wanted_end.min(next + PIECE_LEN)
    }

    /// Adds what came; whether that is all that was wanted.
    pub fn add(&mut self, bytes: &[u8]) -> Result<bool, FileError> {
        is_complete(&self.wants(), bytes)?;
        self.bytes.extend_from_slice(bytes);
        Ok(self.wants().is_empty())
    }

    /// The bytes in this range of the file; `None` where they are not at hand, and are wanted from now on.
    ///
    /// What is at hand is let go then: whoever asks for several ranges before it goes on, lets them begin at one byte.
    ///
    /// # Errors
    ///
    /// If the file ends before the range does: `what` ends there, or the memory is missing.
    pub fn get(&mut self, range: Range<u64>, what: &str) -> Result<Option<&[u8]>, FileError> {
        if range.end > self.len || range.start > range.end {
            return Err(FileError::cut_off(what).at(self.len));
        }
        let at_hand = self.start..self.start + self.bytes.len() as u64;
        if at_hand.start <= range.start && range.end <= at_hand.end {
            let from = (range.start - self.start) as usize;
            return Ok(Some(
                &self.bytes[from..][..(range.end - range.start) as usize],
            ));
        }
        self.start = range.start;
        self.wanted_end = self.len.min(range.end.max(range.start + READ_AHEAD));
        self.bytes.clear();
        let len = (self.wanted_end - self.start) as usize;
        let reserved = self.bytes.try_reserve_exact(len);
        reserved.map_err(|_| FileError::new(format!("there is no memory for {what}")))?;
        Ok(None)
    }
}
