//! Every word of the page, in one place per language.
//!
//! A language is an implementation of [`Words`]; a missing sentence does not compile.

mod descent;
mod en;
mod export;
mod family;
mod file;
mod hall;
mod ko;
mod label;
mod lesson;
mod paper;
mod pictures;
mod redraws;
mod refusal;
mod set;
mod sheet;
mod stack;
mod stage;
mod training;

pub use descent::{DescentLabel, DescentWords};
pub use en::English;
pub use export::ExportWords;
pub use family::{FamilyLabel, FamilyWords};
pub use file::FileWords;
pub use hall::{HallLabel, HallWords};
pub use ko::Korean;
pub use label::Label;
pub use lesson::{LessonLabel, LessonWords};
pub use paper::{PaperLabel, PaperWords};
pub use pictures::{PicturesLabel, PicturesWords};
pub use redraws::{RedrawsLabel, RedrawsWords};
pub use sheet::{SheetLabel, SheetWords};
pub use stack::{StackLabel, StackWords};
pub use stage::{StageLabel, StageWords};
pub use training::{TrainingLabel, TrainingWords, Trait};

use super::{Axis, By, Language, Method, Reason};
use crate::lab::explore::{self, Mode};
use crate::lab::formula::Spoken;
use crate::lab::twins::Difference;
use crate::norm::{Layer, Plan};
use crate::tensor::Recipe;
use crate::torch::Position;
use std::ops::Range;

/// What a language says in the first view.
///
/// It is apart from [`Words`] since all that is one of these words is loaded with the first view.
pub trait FirstWords: Sync {
    /// Which language it is.
    fn language(&self) -> Language;

    /// The words of a control, a heading or a hint.
    fn label(&self, label: Label) -> &'static str;

    /// The words behind a number: “sets”, or “set” behind a 1.
    fn counted(&self, what: Label, count: usize) -> &'static str;

    /// What stands between a number and the words behind it.
    fn gap(&self) -> &'static str {
        " "
    }

    /// The name of an axis: `Batch size`, `Channels`, …
    fn axis(&self, axis: Axis) -> &'static str;

    /// The name of a method: `Batch Norm`, …
    fn method(&self, method: Method) -> &'static str;

    /// The part of its name that tells a method from the others: `Batch`, …
    fn method_short(&self, method: Method) -> &'static str;

    /// What a row of the distributions is.
    fn by(&self, by: By) -> &'static str;

    /// The name of a recipe of x.
    fn recipe(&self, recipe: Recipe) -> &'static str;

    /// What a recipe shows, in one sentence.
    fn recipe_note(&self, recipe: Recipe) -> &'static str;

    /// How many batches the layer saw before.
    fn steps(&self, steps: u32) -> String;

    /// The one sentence above the figure.
    fn headline(&self, scene: &Shown) -> String;

    /// The line below it: the layer, and the set in words.
    fn subtitle(&self, scene: &Shown, ranges: Option<&[Range<usize>]>) -> String;

    /// What the mode does to this layer.
    fn mode_note(&self, layer: &Layer, mode: Mode) -> &'static str;

    /// What no momentum means to this layer.
    fn momentum_hint(&self, layer: &Layer) -> &'static str;

    /// What a formula says to somebody who hears it.
    fn spoken(&self, spoken: &Spoken) -> String {
        spoken.to_string()
    }

    /// What a description of the figure says to somebody who does not see it.
    fn figure(&self, scene: &Shown, ranges: Option<&[Range<usize>]>) -> String;
}

/// A language of the page.
pub trait Words:
    FirstWords
    + DescentWords
    + ExportWords
    + FamilyWords
    + FileWords
    + HallWords
    + LessonWords
    + PaperWords
    + PicturesWords
    + RedrawsWords
    + SheetWords
    + StackWords
    + StageWords
    + TrainingWords
{
    /// What the page is, in one sentence: the first words of who finds it.
    fn description(&self) -> &'static str;

    /// A pasted table as x.
    fn table(&self, rows: usize, columns: usize) -> String;

    /// One sentence that says what an axis is, with the digits as the example.
    fn axis_meaning(&self, axis: Axis) -> &'static str;

    /// The sentence above the four cubes.
    fn compare_headline(&self) -> &'static str;

    /// The line below it.
    fn compare_subtitle(&self, axes: &[Axis], shape: &[usize], is_pinned: bool) -> String;

    /// Why PyTorch rejects the call, in our words.
    fn refusal_note(&self, shown: &Shown) -> String;

    /// So many values of all: “32 of 384”.
    fn part_of_all(&self, part: usize, all: usize) -> String;

    /// A set by its ranges, as in “channels 2 and 3 of sample 0, all positions”.
    fn set(&self, axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> String;

    /// “1 value changed: 95 values in 4 samples moved”: how many moved beside the changed one.
    fn poke_note(&self, others: usize, samples: usize) -> String;

    /// Why values are not finite, where that is the right answer.
    fn not_finite_note(&self, in_x: usize, in_y: usize) -> String;

    /// Why a value of a link cannot be used; it goes on from the name of the key.
    fn reason(&self, reason: &Reason) -> String {
        reason.to_string()
    }

    /// In what two layers with the same sets differ.
    fn difference(&self, difference: &Difference) -> String {
        difference.to_string()
    }

    /// What of the settings does not fit the layer or x.
    fn unfit(&self, complaint: &explore::Complaint) -> String {
        complaint.to_string()
    }

    /// That there is no memory for a tensor of `len` values, and how many would fit.
    fn no_room(&self, len: usize, largest: usize) -> String;

    /// A line of a text.
    fn line(&self, line: usize) -> String;

    /// A place in a text.
    fn place(&self, at: Position) -> String;
}

/// The words of a language.
///
/// English alone is known to the first view: whoever calls this has all languages in his part of the program.
pub fn of(language: Language) -> &'static dyn Words {
    match language {
        Language::English => &English,
        Language::Korean => &Korean,
    }
}

/// What the sentences speak of.
pub struct Shown<'a> {
    /// The layer
    pub layer: &'a Layer,
    /// Train or eval
    pub mode: Mode,
    /// Names of the axes of x
    pub axes: &'a [Axis],
    /// Lengths of the axes of x
    pub shape: &'a [usize],
    /// What the layer does with x; `None` where PyTorch rejects the call
    pub plan: Option<&'a Plan>,
}
