//! `.safetensors`: the length of a header, the header as JSON, the tensors one after another.

mod json;

use std::collections::HashSet;

use super::catalogue::{Catalogue, Coding, Entry, Format, Layout, MOST_ENTRIES};
use super::cursor::Cursor;
use super::error::{is_hidden, plain};
use super::window::Window;
use super::{Dtype, FileError};
use json::{integers, object, string};

/// Bytes of the header's length.
const LEN_LEN: u64 = 8;

/// Longest header that is read.
const MOST_HEADER: u64 = 1 << 24;

/// Whether a file that begins so has a header of JSON; text never has a zero there.
pub(super) fn is_beginning(sample: &[u8]) -> bool {
    matches!(sample, [_, _, _, _, _, _, _, 0, b'{', ..])
}

/// Opens a file that begins so.
pub(super) fn open(window: &mut Window) -> Result<Option<Catalogue>, FileError> {
    let Some(len) = window.get(0..LEN_LEN, "the header")? else {
        return Ok(None);
    };
    let header_len = u64::from_le_bytes(len.try_into().expect("eight bytes"));
    let file_len = window.len;
    if header_len > MOST_HEADER {
        return Err(FileError::long_header(header_len, MOST_HEADER).at(0));
    }
    let start = LEN_LEN + header_len;
    let Some(head) = window.get(0..start, "the header")? else {
        return Ok(None);
    };
    let header = &head[LEN_LEN as usize..];
    let tensors = tensors(&mut Cursor::new(header, LEN_LEN))?;
    check_ranges(&tensors, start, file_len)?;
    let entries = tensors
        .into_iter()
        .map(|tensor| tensor.entry(start))
        .collect();
    Catalogue::new(Format::Safetensors, entries).map(Some)
}

/// A tensor as the header has it.
struct Tensor {
    key: String,
    /// Where the header speaks of it
    at: u64,
    dtype: String,
    shape: Vec<u64>,
    /// From the end of the header
    begin: u64,
    end: u64,
}

impl Tensor {
    fn entry(self, start: u64) -> Entry {
        let layout = self.layout();
        let layout = layout.map_err(|error| error.at(self.at).of(&self.key));
        Entry {
            key: plain(&self.key),
            layout,
            range: start + self.begin..start + self.end,
            coding: Coding::Plain,
        }
    }

    fn layout(&self) -> Result<Layout, FileError> {
        if self.key.contains(is_hidden) {
            return Err(FileError::new("the name of this array is not plain text"));
        }
        let dtype = Dtype::from_safetensors(&self.dtype)?;
        let layout = Layout::new((dtype, false), &self.shape, false)?;
        let (promised, held) = (layout.bytes(), self.end - self.begin);
        if promised != held {
            let message = format!(
                "type and shape make {promised} bytes, but the header gives the tensor {held}"
            );
            return Err(FileError::new(message));
        }
        Ok(layout)
    }
}

/// All tensors of a header.
fn tensors(cursor: &mut Cursor) -> Result<Vec<Tensor>, FileError> {
    let mut tensors = Vec::new();
    let mut keys = HashSet::new();
    object(cursor, |cursor, key| {
        let at = cursor.place();
        if !keys.insert(key.clone()) {
            return Err(FileError::new("the header names this tensor twice")
                .of(&key)
                .at(at));
        }
        if key == "__metadata__" {
            return object(cursor, |cursor, _| string(cursor).map(drop));
        }
        if tensors.len() == MOST_ENTRIES {
            return Err(FileError::many_arrays().at(at));
        }
        tensors.push(tensor(cursor, key, at)?);
        Ok(())
    })?;
    cursor.expect_end()?;
    Ok(tensors)
}

fn tensor(cursor: &mut Cursor, key: String, at: u64) -> Result<Tensor, FileError> {
    let (mut dtype, mut shape, mut offsets) = (None, None, None);
    object(cursor, |cursor, field| {
        let at = cursor.place();
        let is_first = match &*field {
            "dtype" => dtype.replace(string(cursor)?).is_none(),
            "shape" => shape.replace(integers(cursor)?).is_none(),
            "data_offsets" => offsets.replace(integers(cursor)?).is_none(),
            _ => false,
        };
        if is_first {
            return Ok(());
        }
        let message = "a tensor has dtype, shape and data_offsets, each once, and nothing else";
        Err(FileError::new(message).of(&key).at(at))
    })?;
    match (dtype, shape, offsets.as_deref()) {
        (Some(dtype), Some(shape), Some(&[begin, end])) if begin <= end => Ok(Tensor {
            key,
            at,
            dtype,
            shape,
            begin,
            end,
        }),
        _ => {
            let message =
                "a tensor lacks dtype, shape or data_offsets, which are its beginning and its end";
            Err(FileError::new(message).of(&key).at(at))
        }
    }
}

/// The tensors fill the file after the header, without overlap or gap.
fn check_ranges(tensors: &[Tensor], start: u64, file_len: u64) -> Result<(), FileError> {
    let mut order: Vec<&Tensor> = tensors.iter().collect();
    order.sort_by_key(|tensor| (tensor.begin, tensor.end));
    let mut end = 0;
    for tensor in order {
        if tensor.begin != end {
            let what = if tensor.begin < end {
                "overlaps the one before it"
            } else {
                "leaves bytes before it that no tensor has"
            };
            return Err(FileError::new(format!("this tensor {what}"))
                .of(&tensor.key)
                .at(tensor.at));
        }
        end = tensor.end;
    }
    let held = file_len - start;
    if end != held {
        return Err(FileError::unequal(end, held).at(start + end.min(held)));
    }
    Ok(())
}
