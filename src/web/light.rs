//! Symbols and what they stand for light up together: formula and table with the cube, both ways.

use super::memo::Memo;
use super::page::Page;
use crate::lab::explore::Explore;
use crate::lab::lit::Lit;
use crate::lab::meaning::{Meaning, shared_terms};
use crate::lab::region::{Region, flat_of};
use leptos::prelude::*;
use std::sync::Arc;

/// A symbol of the formula, by its id.
pub type Term = &'static str;

/// Marks in the cube what the symbol under the pointer stands for, as long as the page lives.
pub fn keep_lit(page: Page) {
    Effect::new(move |was_lit: Option<bool>| {
        let region = page.term.get().and_then(|term| region_of(page, term));
        let is_lit = region.is_some();
        // What something else has lit stays.
        if is_lit || was_lit == Some(true) {
            page.lit
                .set(region.map(|region| Arc::new(Lit::Region(region))));
        }
        is_lit
    });
}

/// The symbols that are lit: the one pointed at, or what the cell pointed at has in common with the pinned one.
pub fn lit_terms(page: Page) -> Memo<Vec<Term>> {
    Memo::new(move |_| match page.term.get() {
        Some(term) => vec![term],
        None => terms_under_pointer(page).unwrap_or_default(),
    })
}

/// Points at a symbol, or at none; a second time does nothing.
pub fn point_at(page: Page, term: Option<Term>) {
    if page.term.get_untracked() != term {
        page.term.set(term);
    }
}

/// The elements that a symbol stands for.
fn region_of(page: Page, term: Term) -> Option<Region> {
    let explore = page.explore.get()?;
    let index = inside(&explore, page.pinned())?;
    Some(Meaning::of(term)?.region(explore.plan()?, &index))
}

fn terms_under_pointer(page: Page) -> Option<Vec<Term>> {
    let other = page.hover.get();
    let explore = page.explore.get()?;
    let (index, other) = (inside(&explore, page.pinned())?, inside(&explore, other)?);
    Some(shared_terms(explore.plan()?, &index, &other))
}

/// An index, if x has it: for a moment after a change of shape it may not.
fn inside(explore: &Explore, index: Option<Vec<usize>>) -> Option<Vec<usize>> {
    index.filter(|index| flat_of(explore.x.shape(), index).is_some())
}
