//! A table of numbers as text: `.csv`, `.tsv`, and what `numpy.savetxt` writes.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::catalogue::{Catalogue, Coding, Entry, Format, Layout, fits, too_large};
use super::error::shown;
use super::window::Window;
use super::{Dtype, FileError, PIECE_LEN};

/// Most bytes of a cell.
const MOST_CELL: usize = 256;

/// A line that begins so is none of the table.
const COMMENT: u8 = b'#';

/// What some programs put before text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    /// One or more
    Blanks,
}

impl Delimiter {
    const ALL: [Self; 4] = [Self::Semicolon, Self::Tab, Self::Comma, Self::Blanks];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Blanks => b' ',
        }
    }

    /// The first of them that stands in the first line, outside quotes.
    fn of(sample: &[u8]) -> Self {
        let lines = sample.split(|byte| matches!(byte, b'\n' | b'\r'));
        let is_row = |line: &&[u8]| !line.trim_ascii().is_empty() && line[0] != COMMENT;
        let first = lines.into_iter().find(is_row).unwrap_or_default();
        let outside = |byte: u8| {
            first
                .split(|b| *b == b'"')
                .step_by(2)
                .any(|part| part.contains(&byte))
        };
        let found = Self::ALL
            .into_iter()
            .find(|delimiter| outside(delimiter.byte()));
        found.unwrap_or(Self::Comma)
    }

    /// Where a comma may stand in a number instead of a point.
    fn leaves_comma(self) -> bool {
        matches!(self, Self::Semicolon | Self::Tab)
    }
}

/// A cell as it is read.
pub(super) struct Cell<'a> {
    text: &'a [u8],
    delimiter: Delimiter,
    row: u64,
    line: u64,
    column: usize,
}

impl Cell<'_> {
    /// Its number.
    pub fn value(&self) -> Result<f64, FileError> {
        self.number().ok_or_else(|| {
            let message = match self.text {
                [] => "a number should stand here".to_owned(),
                text => format!("“{}” is no number", shown(&String::from_utf8_lossy(text))),
            };
            FileError::new(message).in_cell(self.line, self.column)
        })
    }

    fn number(&self) -> Option<f64> {
        let text = std::str::from_utf8(self.text).ok()?;
        if self.delimiter.leaves_comma() && text.contains(',') {
            let is_plain = !text.contains('.');
            return text.replacen(',', ".", 1).parse().ok().filter(|_| is_plain);
        }
        text.parse().ok()
    }
}

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
            let line = self.reader.line() - u64::from(text[..taken].ends_with(b"\n"));
            text = &text[taken..];
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => {
                    let message = format!("more than {MOST_CELL} letters stand in this cell");
                    return Err(FileError::new(message).in_cell(line, self.column + 1));
                }
                ReadFieldResult::Field { record_end } => {
                    self.end_cell(line, record_end, &mut each)?
                }
                ReadFieldResult::End => return Ok(()),
            }
        }
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

/// The count of a table's rows.
pub(super) struct Counting {
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
            match (cell.row, cell.text) {
                (0, []) => *empty = cell.value().err().or(empty.take()),
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
