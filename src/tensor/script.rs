//! The lines that a recipe is.

use super::digits::{COUNT, SIDE};
use super::scenes::scenes;
use super::{Draw, Recipe, Source, Values};

/// Lines of PyTorch that draw x, one batch after another.
///
/// A complete program is the imports, what is loaded, `torch.manual_seed(…)`, what was drawn before, the setup,
/// and then the batch, as often as batches are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Modules beyond `import torch`
    pub imports: Vec<String>,
    /// What reads a file; the page has read it by then, and does not run this
    pub loading: Vec<String>,
    /// Drawn first, for nothing
    pub before: Vec<String>,
    /// Done once
    pub setup: Vec<String>,
    /// Done for each batch; the last line leaves x under its name
    pub batch: Vec<String>,
}

/// Values after which means and spreads repeat.
const PERIOD: usize = 64;

/// Literals on one line.
const PER_LINE: usize = 16;

impl Script {
    /// All that stands between the imports and the first batch.
    pub fn preparation(&self, seed: u64) -> Vec<String> {
        let seed = format!("torch.manual_seed({seed})");
        let parts = [&self.loading[..], &[seed], &self.before, &self.setup];
        parts.concat()
    }

    pub(super) fn of(source: &Source, x: &str) -> Self {
        let shape = list(&source.shape);
        let (mut imports, mut setup) = (Vec::new(), Vec::new());
        let before = source.before.iter().map(Draw::python).collect();
        let recipe = match &source.values {
            Values::Recipe(recipe) => *recipe,
            Values::Written(written) => {
                let batch = vec![format!("{x} = {}", written.python())];
                setup.extend(written.setup().map(str::to_owned));
                let mut loading = Vec::new();
                if let Some(stored) = written.stored() {
                    let (modules, load) = stored.python();
                    imports.extend(modules);
                    loading.push(load);
                }
                return Self {
                    imports,
                    loading,
                    before,
                    setup,
                    batch,
                };
            }
        };
        let batch = match recipe {
            Recipe::Randn => vec![format!("{x} = torch.randn({shape})")],
            Recipe::Rand => vec![format!("{x} = torch.rand({shape})")],
            Recipe::Relu => vec![format!("{x} = torch.relu(torch.randn({shape}))")],
            Recipe::Channels => {
                let [s, m] = per_index(source, 1, ["s", "m"], &mut setup);
                vec![format!("{x} = torch.randn({shape}) * {s} + {m}")]
            }
            Recipe::Samples => {
                let [s, m] = per_index(source, 0, ["contrast", "brightness"], &mut setup);
                vec![format!("{x} = torch.randn({shape}) * {s} + {m}")]
            }
            Recipe::Outlier => {
                let first = list(&vec![0; source.shape.len()]);
                vec![
                    format!("{x} = torch.randn({shape})"),
                    format!("{x}[{first}] = 20.0"),
                ]
            }
            Recipe::Dead => {
                let channel = source.shape[1] / 2;
                vec![
                    format!("{x} = torch.randn({shape})"),
                    format!("{x}[:, {channel}] = 0.0"),
                ]
            }
            Recipe::Digits | Recipe::Features => {
                imports.push("from sklearn.datasets import load_digits".into());
                setup.push(
                    "images = torch.tensor(load_digits().images, dtype=torch.float32) / 16".into(),
                );
                pictures(source, recipe, x, &mut imports, &mut setup)
            }
            Recipe::Sentences => sentences(source, x, &mut setup),
            Recipe::Scenes => scenes(source, x, &mut setup),
        };
        Self {
            imports,
            loading: Vec::new(),
            before,
            setup,
            batch,
        }
    }
}

fn pictures(
    source: &Source,
    recipe: Recipe,
    x: &str,
    imports: &mut Vec<String>,
    setup: &mut Vec<String>,
) -> Vec<String> {
    let (batch, channels) = (source.shape[0], source.shape[1]);
    let drawn = format!("drawn = (torch.rand({batch}) * {COUNT}).long()");
    let picture = format!("images[drawn].view({batch}, 1, {SIDE}, {SIDE})");
    if recipe == Recipe::Digits {
        return vec![drawn, format!("{x} = {picture}")];
    }
    imports.push("import torch.nn.functional as F".into());
    setup.push(format!("filters = torch.randn({channels}, 1, 3, 3)"));
    vec![
        drawn,
        format!("{x} = F.conv2d({picture}, filters, padding=1)"),
    ]
}

/// A length for each sentence, from 2 to T, the first one's T; a mask that is 1 on tokens and 0 behind them;
/// and the tokens, drawn as those of [`Recipe::Channels`] with their features as the channels.
#[inline(never)]
fn sentences(source: &Source, x: &str, setup: &mut Vec<String>) -> Vec<String> {
    let [batch, tokens, _] = source.shape[..] else {
        panic!("the shape of a source fits its recipe: {source}");
    };
    let shape = list(&source.shape);
    let [s, m] = per_index(source, 2, ["s", "m"], setup);
    setup.push(format!(
        "position = torch.arange({tokens}).view(1, {tokens}, 1)"
    ));
    let more = tokens - 1;
    vec![
        format!("length = (torch.rand({batch}, 1, 1) * {more} + 2).long().float()"),
        format!("length[0] = {tokens}.0"),
        // Whole numbers: 1 and more on tokens, 0 and less behind them.
        "is_token = (length - position).clamp(0, 1)".into(),
        format!("{x} = (torch.randn({shape}) * {s} + {m}) * is_token"),
    ]
}

/// Two lines that give each index of an axis a spread and a mean; and how the batch uses them.
///
/// Means lie among eleven values from −1.5 to 1.5, spreads among seven from 0.2 to 0.8,
/// in steps that set neighbours far apart: 7 and 3 have no factor in common with 11 and 7,
/// so all of the first 77 pairs differ.
fn per_index(
    source: &Source,
    axis: usize,
    names: [&str; 2],
    setup: &mut Vec<String>,
) -> [String; 2] {
    let length = source.shape[axis];
    let spread = |i: usize| (2 + i * 3 % 7) as f64 / 10.0;
    let mean = |i: usize| (3 * (i * 7 % 11) as i64 - 15) as f64 / 10.0;
    let values: [&dyn Fn(usize) -> f64; 2] = [&spread, &mean];
    let mut sizes = vec![1; source.shape.len()];
    sizes[axis] = length;
    let sizes = list(&sizes);
    for (name, value) in names.iter().zip(values) {
        let literals: Vec<_> = (0..length.min(PERIOD))
            .map(|i| format!("{:?}", value(i)))
            .collect();
        setup.push(assignment(name, &literals, length));
    }
    names.map(|name| format!("{name}.view({sizes})"))
}

fn assignment(name: &str, literals: &[String], length: usize) -> String {
    let rows: Vec<_> = literals
        .chunks(PER_LINE)
        .map(|row| row.join(", "))
        .collect();
    let rows = match &rows[..] {
        [only] => only.clone(),
        _ => format!("\n    {},\n", rows.join(",\n    ")),
    };
    let times = length.div_ceil(PERIOD);
    let rest = if times > 1 {
        format!(".repeat({times})[:{length}]")
    } else {
        String::new()
    };
    format!("{name} = torch.tensor([{rows}]){rest}")
}

fn list(lengths: &[usize]) -> String {
    let lengths: Vec<_> = lengths.iter().map(usize::to_string).collect();
    lengths.join(", ")
}
