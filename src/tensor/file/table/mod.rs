//! A table of numbers as text: `.csv`, `.tsv`, and what `numpy.savetxt` writes.

mod cell;
mod counting;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::FileError;
use cell::{COMMENT, Cell};

pub(super) use cell::Delimiter;
pub(super) use counting::Counting;

/// Most bytes of a cell.
const MOST_CELL: usize = 256;

/// Text, cell by cell; every row has as many as the first.
pub(super) struct Table {
    reader: Reader,
    delimiter: Delimiter,
    has_head: bool,
    cell: [u8; MOST_CELL],
    cell_len: usize,
    /// Rows that are complete, with the head
    rows: u64,
    /// Cells of this row so far
    column: usize,
    /// Cells of the first row, once it is complete
    columns: usize,
}

impl Table {
    pub fn new(delimiter: Delimiter, has_head: bool) -> Self {
        let mut reader = ReaderBuilder::new();
        reader.delimiter(delimiter.byte()).comment(Some(COMMENT));
        Self {
            reader: reader.build(),
            delimiter,
            has_head,
            cell: [0; MOST_CELL],
            cell_len: 0,
            rows: 0,
            column: 0,
            columns: 0,
        }
    }

    /// Reads on, and gives each cell below the head to `each`.
    ///
    /// # Errors
    ///
    /// If a row is longer or shorter than the first, or a cell is too long for a number; those of `each`.
    pub fn add(
        &mut self,
        mut text: &[u8],
        is_last: bool,
        mut each: impl FnMut(Cell) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        loop {
            // The reader takes no text for the end of all.
            if text.is_empty() && !is_last {
                return Ok(());
            }
            let (result, taken, given) = self
                .reader
                .read_field(text, &mut self.cell[self.cell_len..]);
            self.cell_len += given;
            let has_ended_line = text[..taken].ends_with(b"\n");
            text = &text[taken..];
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => {
                    let message = format!("more than {MOST_CELL} letters stand in this cell");
                    return Err(FileError::new(message).in_cell(self.line(), self.column + 1));
                }
                ReadFieldResult::Field { record_end } => {
                    let line = self.line() - u64::from(has_ended_line);
                    self.end_cell(line, record_end, &mut each)?
                }
                ReadFieldResult::End => return Ok(()),
            }
        }
    }

    /// The line in which the cell begins; within quotes it may have ends of lines.
    fn line(&self) -> u64 {
        let cell = &self.cell[..self.cell_len];
        let ends = cell.iter().filter(|byte| **byte == b'\n').count();
        self.reader.line() - ends as u64
    }

    fn end_cell(
        &mut self,
        line: u64,
        is_row_end: bool,
        each: &mut impl FnMut(Cell) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let text = self.cell[..self.cell_len].trim_ascii();
        self.cell_len = 0;
        let is_nothing = text.is_empty()
            && (self.delimiter == Delimiter::Blanks || is_row_end && self.column == 0);
        if !is_nothing {
            self.column += 1;
            if self.rows > 0 && self.column > self.columns {
                return Err(self.ragged(line));
            }
            if !self.has_head || self.rows > 0 {
                let (delimiter, row, column) = (self.delimiter, self.rows, self.column);
                each(Cell {
                    text,
                    delimiter,
                    row,
                    line,
                    column,
                })?;
            }
        }
        if is_row_end && self.column > 0 {
            if self.rows == 0 {
                self.columns = self.column;
            } else if self.column < self.columns {
                self.column += 1;
                return Err(self.ragged(line));
            }
            self.rows += 1;
            self.column = 0;
        }
        Ok(())
    }

    fn ragged(&self, line: u64) -> FileError {
        let what = if self.column > self.columns {
            "has more"
        } else {
            "ends here"
        };
        let message = format!(
            "the first row has {} cells, and this one {what}",
            self.columns
        );
        FileError::new(message).in_cell(line, self.column)
    }
}
