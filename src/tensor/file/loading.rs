//! The values of one entry.

use std::ops::Range;

use crc::Digest;
use ndarray::ArrayD;

use super::catalogue::Coding;
use super::fill::Fill;
use super::npz::{self, Inflate};
use super::reading::is_complete;
use super::table::Table;
use super::{CRC32, Catalogue, FileError, PIECE_LEN, Reading};

/// Reads the values of one entry, as float32 in C order, in the entry's shape.
///
/// Wider types are rounded to the nearest float32, as by NumPy's `astype`.
pub struct Loading {
    key: String,
    range: Range<u64>,
    next: u64,
    decoder: Decoder,
    fill: Option<Fill>,
}

enum Decoder {
    Plain,
    Member(Member),
    Table(Box<Table>),
}

/// A member of an archive, on the way.
struct Member {
    inflate: Option<Inflate>,
    /// Bytes of the head, and all bytes, that are to come
    head_left: u64,
    left: u64,
    digest: Digest<'static, u32>,
    sum: u32,
}

impl Loading {
    /// # Errors
    ///
    /// If the entry cannot be read, or there is no memory for its values.
    ///
    /// # Panics
    ///
    /// If there is no such entry.
    pub fn new(catalogue: &Catalogue, entry: usize) -> Result<Self, FileError> {
        let entry = &catalogue.entries[entry];
        let layout = entry.layout.as_ref().map_err(Clone::clone)?;
        let fill = Fill::new(layout).map_err(|error| error.of(&entry.key))?;
        let decoder = match entry.coding {
            Coding::Plain => Decoder::Plain,
            Coding::Table {
                delimiter,
                has_head,
            } => Decoder::Table(Box::new(Table::new(delimiter, has_head))),
            Coding::Member {
                is_deflated,
                head_len,
                sum,
            } => Decoder::Member(Member {
                inflate: is_deflated.then(Inflate::new),
                head_left: head_len,
                left: head_len + layout.bytes(),
                digest: CRC32.digest(),
                sum,
            }),
        };
        Ok(Self {
            key: entry.key.clone(),
            range: entry.range.clone(),
            next: entry.range.start,
            decoder,
            fill: Some(fill),
        })
    }

    fn add(&mut self, bytes: &[u8]) -> Result<Option<ArrayD<f32>>, FileError> {
        is_complete(&self.wants(), bytes)?;
        self.next += bytes.len() as u64;
        let is_last = self.next == self.range.end;
        let fill = self
            .fill
            .as_mut()
            .expect("no reading goes on after its result");
        match &mut self.decoder {
            Decoder::Plain => fill.add(bytes),
            Decoder::Member(member) => member.add(bytes, is_last, fill)?,
            Decoder::Table(table) => {
                table.add(bytes, is_last, |cell| {
                    fill.push(cell.value()? as f32);
                    Ok(())
                })?;
            }
        }
        Ok(is_last.then(|| self.fill.take().expect("as above").finish()))
    }
}

impl Reading for Loading {
    type Output = ArrayD<f32>;

    fn wants(&self) -> Range<u64> {
        self.next..self.range.end.min(self.next + PIECE_LEN)
    }

    fn take(&mut self, bytes: &[u8]) -> Result<Option<ArrayD<f32>>, FileError> {
        self.add(bytes).map_err(|error| error.of(&self.key))
    }

    fn progress(&self) -> f64 {
        let [done, all] = [self.next, self.range.end].map(|byte| byte - self.range.start);
        if all == 0 {
            0.0
        } else {
            done as f64 / all as f64
        }
    }
}

impl Member {
    fn add(&mut self, bytes: &[u8], is_last: bool, fill: &mut Fill) -> Result<(), FileError> {
        match self.inflate.take() {
            None => self.unpacked(bytes, fill)?,
            Some(mut inflate) => {
                inflate.add(bytes, |bytes| self.unpacked(bytes, fill).map(|()| true))?;
                if is_last && !inflate.is_done() {
                    return Err(npz::broken());
                }
                self.inflate = Some(inflate);
            }
        }
        if !is_last {
            return Ok(());
        }
        if self.left > 0 {
            return Err(npz::broken());
        }
        if self.digest.clone().finalize() != self.sum {
            let message = "the values are not those that were saved: their sum is another (CRC-32)";
            return Err(FileError::new(message));
        }
        Ok(())
    }

    fn unpacked(&mut self, bytes: &[u8], fill: &mut Fill) -> Result<(), FileError> {
        let len = bytes.len() as u64;
        self.left = self.left.checked_sub(len).ok_or_else(|| {
            FileError::new("compressed values unpack to more than the header promises")
        })?;
        self.digest.update(bytes);
        let head = self.head_left.min(len);
        self.head_left -= head;
        fill.add(&bytes[head as usize..]);
        Ok(())
    }
}
