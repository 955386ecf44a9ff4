//! Tensors by name in the format of Hugging Face, which PyTorch reads with `safetensors.torch.load_file`.

use std::fmt::Write;

/// A tensor that is written, with the values that it has in C order.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// Letters, digits, dots and underscores
    pub name: String,
    /// Lengths of its axes; none for a single number
    pub shape: Vec<usize>,
    /// Its values
    pub values: Values,
}

/// The values of an array.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// `torch.float32`
    Float32(Vec<f32>),
    /// `torch.int64`
    Int64(Vec<i64>),
}

/// The end of the header is a multiple of so many bytes: whoever maps the file has its values where they should lie.
const ALIGNMENT: usize = 8;

/// The file `.safetensors`: the length of the header, the header as JSON, the values one after another, little endian.
///
/// Arrays of 8-byte numbers come first, so that all of them lie at a multiple of their size; `notes` are pairs of plain
/// text for the header's `__metadata__`.
pub fn safetensors(mut arrays: Vec<Array>, notes: &[(&str, &str)]) -> Vec<u8> {
    arrays.sort_by_key(|array| matches!(array.values, Values::Float32(_)));
    let mut values = Vec::new();
    let mut entries = Vec::new();
    if !notes.is_empty() {
        let notes = notes
            .iter()
            .map(|(key, note)| format!("{}:{}", quoted(key), quoted(note)));
        let notes = notes.collect::<Vec<_>>().join(",");
        entries.push(format!("\"__metadata__\":{{{notes}}}"));
    }
    for array in &arrays {
        let begin = values.len();
        let kind = match &array.values {
            Values::Float32(of) => {
                values.extend(of.iter().flat_map(|value| value.to_le_bytes()));
                "F32"
            }
            Values::Int64(of) => {
                values.extend(of.iter().flat_map(|value| value.to_le_bytes()));
                "I64"
            }
        };
        let (name, shape, end) = (quoted(&array.name), &array.shape, values.len());
        entries.push(format!(
            "{name}:{{\"dtype\":\"{kind}\",\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}}"
        ));
    }
    let header = format!("{{{}}}", entries.join(","));
    let width = header.len().next_multiple_of(ALIGNMENT);
    let len = (width as u64).to_le_bytes();
    // Spaces may stand behind the JSON.
    let header = format!("{header:width$}");
    [&len, header.as_bytes(), &values].concat()
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char < ' ' => {
                write!(quoted, "\\u{:04x}", u32::from(char)).expect("a text takes any text");
            }
            char => quoted.push(char),
        }
    }
    quoted + "\""
}
