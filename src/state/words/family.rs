//! What is said of the family of methods.

use crate::lab::family::{Family, Member, Refusal, Setup, Shared, Statistic, Term};

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
