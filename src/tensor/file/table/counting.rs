//! How many rows and columns a table has.

use super::{Delimiter, Table};
use crate::tensor::file::catalogue::{Catalogue, Coding, Entry, Format, Layout, fits, too_large};
use crate::tensor::file::window::Window;
use crate::tensor::file::{Dtype, FileError, PIECE_LEN};

/// What some programs put before text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The count of a table's rows.
pub(in crate::tensor::file) struct Counting {
    table: Table,
    /// Bytes that stand before the first line
    mark: u64,
    next: u64,
    /// Whether a cell of the first row is no number
    has_head: bool,
    /// What is wrong with the first row if it is no head
    empty: Option<FileError>,
}

impl Counting {
    /// Of a text that begins so.
    pub fn new(sample: &[u8]) -> Self {
        let mark = if sample.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        Self {
            table: Table::new(Delimiter::of(&sample[mark..]), false),
            mark: mark as u64,
            next: mark as u64,
            has_head: false,
            empty: None,
        }
    }

    pub fn progress(&self, len: u64) -> f64 {
        self.next as f64 / len.max(1) as f64
    }

    /// Goes on as far as the window has it.
    pub fn open(&mut self, window: &mut Window) -> Result<Option<Catalogue>, FileError> {
        let len = window.len;
        loop {
            let end = len.min(self.next + PIECE_LEN);
            let Some(text) = window.get(self.next..end, "the table")? else {
                return Ok(None);
            };
            self.next = end;
            self.count(text, end == len)?;
            if end == len {
                return self.finish(len).map(Some);
            }
        }
    }

    fn count(&mut self, text: &[u8], is_last: bool) -> Result<(), FileError> {
        let (has_head, empty) = (&mut self.has_head, &mut self.empty);
        self.table.add(text, is_last, |cell| {
            if cell.row > 0
                && !*has_head
                && let Some(empty) = empty.take()
            {
                return Err(empty);
            }
            match (cell.row, cell.text) {
                (0, []) => *empty = empty.take().or_else(|| cell.value().err()),
                (0, _) => *has_head |= cell.number().is_none(),
                (_, []) => drop(cell.value()?),
                _ => {}
            }
            Ok(())
        })?;
        let shape = self.shape();
        match shape[0].checked_mul(shape[1]).is_some_and(fits) {
            true => Ok(()),
            false => Err(too_large(&shape)),
        }
    }

    /// Rows and columns of numbers.
    fn shape(&self) -> [u64; 2] {
        [
            self.table.rows - u64::from(self.has_head && self.table.rows > 0),
            self.table.columns as u64,
        ]
    }

    fn finish(&mut self, len: u64) -> Result<Catalogue, FileError> {
        if let (false, Some(empty)) = (self.has_head, self.empty.take()) {
            return Err(empty);
        }
        let shape = self.shape();
        if shape[0] == 0 {
            return Err(FileError::new("the table has no numbers"));
        }
        let entry = Entry {
            key: String::new(),
            layout: Ok(Layout::new((Dtype::Text, false), &shape, false)?),
            range: self.mark..len,
            coding: Coding::Table {
                delimiter: self.table.delimiter,
                has_head: self.has_head,
            },
        };
        Catalogue::new(Format::Table, vec![entry])
    }
}
