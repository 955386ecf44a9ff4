//! Pasted PyTorch: which calls can be shown, and the settings that show one.

use super::settings::MAX_STEPS;
use super::{Settings, View};
use crate::lab::explore::{Mode, PerChannel};
use crate::norm::Layer;
use crate::tensor::Source;
use crate::tensor::file::{FileError, Loading, Opening, Place, read_whole};
use crate::torch::listing::{self, Choice, Parameters};
use crate::torch::{ParseError, Position};

/// A call of a text that can be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// What the text says
    pub choice: Choice,
    /// Where its x comes from
    pub source: Source,
}

/// What a pasted text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paste {
    /// The calls that can be shown, in the order of the text
    pub calls: Vec<Pasted>,
    /// x, where the text is a table of numbers
    pub table: Option<Source>,
    /// Why others cannot, and where the reading ended before the end of the text
    pub remarks: Vec<ParseError>,
}

/// Most numbers of a table: the link holds them all.
const MOST_NUMBERS: usize = 1000;

/// Reads Python as it stands in documentation and notebooks, or a table of numbers as a spreadsheet copies it.
pub fn read_paste(text: &str) -> Paste {
    if is_table(text) {
        let (table, remarks) = match read_table(text) {
            Ok(source) => (Some(source), Vec::new()),
            Err(error) => (None, vec![error]),
        };
        return Paste {
            calls: Vec::new(),
            table,
            remarks,
        };
    }
    let listing = listing::read(text);
    let mut paste = Paste {
        calls: Vec::new(),
        table: None,
        remarks: listing.remarks,
    };
    for choice in listing.choices {
        let remark = |why: &str| ParseError::new(choice.at, format!("`{}`: {why}", choice.text));
        if choice.steps > MAX_STEPS {
            let why = format!("at most {MAX_STEPS} calls before it are followed");
            paste.remarks.push(remark(&why));
            continue;
        }
        if longest(&choice.parameters) > MOST_NUMBERS {
            let why = format!("a link holds at most {MOST_NUMBERS} numbers for γ or β");
            paste.remarks.push(remark(&why));
            continue;
        }
        match Source::parse(&choice.x) {
            Ok(source) => paste.calls.push(Pasted { choice, source }),
            Err(error) => paste.remarks.push(remark(error.message())),
        }
    }
    paste.remarks.sort_by_key(ParseError::at);
    paste
}

/// Whether the first line, or the one below a head, has numbers alone.
fn is_table(text: &str) -> bool {
    let is_number = |cell: &str| {
        cell.trim_matches('"')
            .replace(',', ".")
            .parse::<f32>()
            .is_ok()
    };
    let is_row = |line: &str| {
        let mut cells = line
            .split([',', ';', '\t', ' '])
            .filter(|cell| !cell.is_empty())
            .peekable();
        cells.peek().is_some() && cells.all(is_number)
    };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    // Names of columns are no statement.
    let is_head = !first.contains(['=', '(', '#', ':']);
    is_row(first) || is_head && lines.next().is_some_and(is_row)
}

/// x as it is written with the numbers of a table.
fn read_table(text: &str) -> Result<Source, ParseError> {
    let start = Position { line: 1, column: 1 };
    let failed = |error: FileError| {
        let at = match error.place() {
            Some(Place::Cell(line, column)) => Position {
                line: line as usize,
                column,
            },
            _ => start,
        };
        ParseError::new(at, error.message())
    };
    let bytes = text.as_bytes();
    let catalogue = read_whole(Opening::new("", bytes.len() as u64), bytes).map_err(failed)?;
    let loading = Loading::new(&catalogue, 0).map_err(failed)?;
    let values = read_whole(loading, bytes).map_err(failed)?;
    if values.len() > MOST_NUMBERS {
        let message = format!(
            "a link holds at most {MOST_NUMBERS} numbers, and the table has {}; save it as .csv and open the file",
            values.len()
        );
        return Err(ParseError::new(start, message));
    }
    let list = |row: ndarray::ArrayViewD<f32>| {
        let numbers: Vec<_> = row.iter().map(f32::to_string).collect();
        format!("[{}]", numbers.join(","))
    };
    let rows: Vec<_> = values.outer_iter().map(list).collect();
    Source::parse(&format!("tensor([{}])", rows.join(",")))
        .map_err(|error| ParseError::new(start, error.message()))
}

/// How many numbers a link holds for γ or β.
fn longest(parameters: &Parameters) -> usize {
    let len = |values: &Option<Vec<f32>>| match per_channel(values.as_deref(), 0.0) {
        Some(PerChannel::Each(values)) => values.len(),
        _ => 0,
    };
    len(&parameters.weight).max(len(&parameters.bias))
}

/// γ or β as settings have it: one number where all are equal, nothing where they are what a layer begins with.
fn per_channel(values: Option<&[f32]>, initial: f32) -> Option<PerChannel> {
    let values = values?;
    let first = *values.first()?;
    match values.iter().all(|value| *value == first) {
        true => (first != initial).then_some(PerChannel::One(first)),
        false => Some(PerChannel::Each(values.to_vec())),
    }
}

impl Settings {
    /// Shows a call of a pasted text; without a seed there, the seed stays.
    pub fn set_call(&mut self, pasted: &Pasted) {
        let Pasted { choice, source } = pasted;
        self.seed = choice.seed.unwrap_or(self.seed);
        self.set_layer_on(source.clone(), choice.layer.clone(), &choice.parameters);
        if !choice.is_training {
            self.mode = Mode::Eval;
        }
        self.steps = choice.steps;
        self.clamp();
    }

    /// Shows what a layer with these γ and β makes of x, in training mode.
    pub fn set_layer_on(&mut self, source: Source, layer: Layer, parameters: &Parameters) {
        if source.shape.len() != self.shape().len() {
            self.forget_places();
        }
        self.view = View::Explore;
        self.source = source;
        self.layer = layer;
        let Parameters { weight, bias } = parameters;
        self.weight = per_channel(weight.as_deref(), 1.0);
        self.bias = per_channel(bias.as_deref(), 0.0);
        self.poke = None;
        self.mode = Mode::Train;
        self.steps = 0;
        self.keep_groups();
        self.clamp();
    }
}
