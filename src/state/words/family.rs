//! What is said of the family of methods.

use crate::lab::family::{
    Family, Member, Of, Outcome, Quantity, Refusal, Setup, Shared, Statistic, Term,
};
use crate::lab::number::short;

/// A text of that view that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum FamilyLabel {
    Map,
    AllMethods,
    Method,
    WhatDecides,
    Output,
    AsCube,
    MarkKeys,
    Terms,
    Share,
    ShareHint,
    Before,
    BeforeHint,
}

/// A language's sentences about them.
pub trait FamilyWords {
    /// The words of a control, a heading or a hint.
    fn family_label(&self, label: FamilyLabel) -> &'static str;

    /// The name of a method, as short as it is used.
    fn member(&self, member: Member) -> &'static str;

    /// Where it comes from: authors, title, venue, year.
    fn member_source(&self, member: Member) -> &'static str;

    /// What shares a statistic.
    fn shared(&self, shared: Shared) -> &'static str;

    /// What is taken of that.
    fn family_statistic(&self, statistic: Statistic) -> &'static str;

    /// A statistic that y is computed with: “μ of the batch × 0.33”.
    fn term(&self, term: &Term) -> String;

    /// How many numbers it learns, and which.
    fn member_learns(&self, member: Member, learnt: usize) -> String;

    /// The one sentence above the figure, and the line below it.
    fn family(&self, family: &Family, setup: &Setup) -> [String; 2];

    /// The same where there is no family.
    fn no_family(&self, refusal: &Refusal) -> [String; 2];

    /// How many values decide the y of a method, or why there is none.
    fn decided(&self, family: &Family, member: Member) -> String;
}

/// A statistic in the words for a batch, a layer, an instance, a style, a device, and for running ones.
pub(super) fn said_of_term(term: &Term, names: [&str; 6]) -> String {
    let quantity = match term.quantity {
        Quantity::Mean => "μ",
        Quantity::Variance => "σ²",
        Quantity::Deviation if term.of == Of::Set => "s",
        Quantity::Deviation => "σ",
        Quantity::MeanSquare => "ν²",
        Quantity::Norm => "‖x‖",
        Quantity::SquareSum => "Σ x²",
        Quantity::SpectralNorm => "σ(x)",
        Quantity::Ratio => "r",
        Quantity::Shift => "d",
    };
    let [batch, layer, instance, style, device, running] = names;
    let of = match term.of {
        Of::Set => String::new(),
        Of::Batch => format!(", {batch}"),
        Of::Layer => format!(", {layer}"),
        Of::Instance => format!(", {instance}"),
        Of::Style => format!(", {style}"),
        Of::Device(k) => format!(", {device} {k}"),
        Of::Running => format!(", {running}"),
    };
    let weight = term.weight.map(|weight| format!(" × {}", short(weight, 3)));
    format!("{quantity}{of}{}", weight.unwrap_or_default())
}

/// How many values decide one y, in the method where they are fewest and where they are most.
pub(super) fn fewest_and_most(family: &Family) -> [usize; 2] {
    let outcomes = family.outcomes.iter().flatten();
    let deciding = outcomes.map(|outcome| outcome.deciding);
    let values = family.shape().iter().product();
    deciding.fold([values, 0], |[fewest, most], deciding| {
        [fewest.min(deciding), most.max(deciding)]
    })
}

/// Why y is no number.
pub(super) enum WhyNan {
    /// Its x is none
    X,
    /// A statistic is none
    Statistic,
    /// It is zero divided by zero
    ZeroByZero,
}

/// Why the marked y is no number, where it is none.
pub(super) fn why_nan(family: &Family, outcome: &Outcome) -> WhyNan {
    if family.x[family.at].is_nan() {
        WhyNan::X
    } else if outcome.terms.iter().any(|term| term.value.is_nan()) {
        WhyNan::Statistic
    } else {
        WhyNan::ZeroByZero
    }
}
