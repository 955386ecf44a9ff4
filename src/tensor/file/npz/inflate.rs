//! Deflated bytes, unpacked piece by piece (RFC 1951).

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, TINFL_LZ_DICT_SIZE, decompress};

use crate::tensor::file::FileError;

/// The most that one byte unpacks to, with some more for rounding.
pub(super) const MOST_RATIO: u64 = 1033;

/// A stream of deflated bytes.
pub(in crate::tensor::file) struct Inflate {
    state: Box<DecompressorOxide>,
    /// The last bytes that came out, around and around: those to come refer to them
    window: Box<[u8]>,
    next: usize,
    is_done: bool,
}

impl Inflate {
    pub fn new() -> Self {
        Self {
            state: Box::default(),
            window: vec![0; TINFL_LZ_DICT_SIZE].into_boxed_slice(),
            next: 0,
            is_done: false,
        }
    }

    /// Whether the stream has come to its end.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Unpacks some bytes, and gives what comes out to `each`, for as long as it says true.
    ///
    /// # Errors
    ///
    /// If they are not deflated, or go on after the end of the stream; those of `each`.
    pub fn add(
        &mut self,
        mut bytes: &[u8],
        mut each: impl FnMut(&[u8]) -> Result<bool, FileError>,
    ) -> Result<(), FileError> {
        loop {
            if self.is_done {
                return if bytes.is_empty() {
                    Ok(())
                } else {
                    Err(broken())
                };
            }
            let (status, taken, given) = decompress(
                &mut self.state,
                bytes,
                &mut self.window,
                self.next,
                TINFL_FLAG_HAS_MORE_INPUT,
            );
            bytes = &bytes[taken..];
            let goes_on = each(&self.window[self.next..][..given])?;
            self.next = (self.next + given) % self.window.len();
            match status {
                TINFLStatus::Done => self.is_done = true,
                TINFLStatus::HasMoreOutput => {}
                TINFLStatus::NeedsMoreInput => return Ok(()),
                _ => {
                    return Err(broken());
                }
            }
            if !goes_on {
                return Ok(());
            }
        }
    }
}

/// They are not deflated, or end too early or too late.
pub(in crate::tensor::file) fn broken() -> FileError {
    FileError::new("compressed values are broken: they cannot be unpacked")
}
