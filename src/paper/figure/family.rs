//! The family of methods.

use super::{Figure, code, palette, plate, table};
use crate::chart::plates::Plates;
use crate::chart::shades::{deciding, valued};
use crate::lab::family::{Family, Member, Outcome, Refusal};
use crate::lab::number::{READ, significant};
use crate::scene::colour::css;
use crate::state::Settings;
use crate::state::words::{FamilyLabel, Label, PaperLabel, Words};
use maud::{Markup, html};

/// Around all plates, in cells: the outline of the marked one needs some room.
const MARGIN: f64 = 0.2;

/// How much of the accent a value has that decides, from not at all to fully.
const OPACITIES: [f64; 5] = [0.0, 0.35, 0.55, 0.75, 1.0];

/// All methods, and the one that is looked at in numbers.
pub fn figure(
    settings: &Settings,
    family: &Result<Family, Refusal>,
    words: &'static dyn Words,
) -> Figure {
    let family = match family {
        Ok(family) => family,
        Err(refusal) => {
            return Figure {
                headline: words.no_family(refusal),
                body: html! {},
            };
        }
    };
    Figure {
        headline: words.family(family, &settings.family),
        body: html! {
            @if let Some(member) = settings.family.member { (detail(settings, family, member, words)) }
            figure.members {
                h4 { (words.paper_label(PaperLabel::Methods)) }
                @for member in Member::ALL {
                    @if let Ok(outcome) = family.of(member) {
                        div { (map(family, outcome)) span { (words.member(member)) } }
                    }
                }
            }
        },
    }
}

/// One method: x with what decides, y, and the numbers.
fn detail(
    settings: &Settings,
    family: &Family,
    member: Member,
    words: &'static dyn Words,
) -> Markup {
    let text = |label| words.family_label(label);
    let outcome = family.of(member).as_ref().ok();
    let program = settings.family_experiment().program(member);
    html! {
        h4 { (words.member(member)) ": " span.equation { (member.equation()) } }
        div.columns {
            (plate("chart", text(FamilyLabel::WhatDecides), values(family, member, false), ""))
            (plate("chart", text(FamilyLabel::Output), values(family, member, true), ""))
        }
        @if let Some(outcome) = outcome {
            (table(text(FamilyLabel::Terms), terms(family, outcome, words)))
            p { (words.member_learns(member, outcome.learnt)) }
        }
        @if let Some(program) = program { (code(words.label(Label::PyTorch), &program)) }
    }
}

/// x, the statistics that y is computed with, and y.
fn terms(family: &Family, outcome: &Outcome, words: &dyn Words) -> Vec<(String, String)> {
    let [n, c, h, w] = family.at;
    let number = |value: f64| significant(value, READ);
    let element = words.label(Label::Element).to_owned();
    let mut rows = vec![(element, format!("[{n}, {c}, {h}, {w}]"))];
    rows.push(("x".to_owned(), number(f64::from(family.x[family.at]))));
    let between = outcome.terms.iter();
    rows.extend(between.map(|term| (words.term(term), number(term.value))));
    rows.push(("y".to_owned(), number(outcome.y[family.at])));
    rows
}

/// The frame of a picture of plates.
fn frame(plates: Plates) -> String {
    let (width, height) = plates.size();
    let more = 2.0 * MARGIN;
    let (width, height) = (width as f64 + more, height as f64 + more);
    format!("-{MARGIN} -{MARGIN} {width} {height}")
}

/// Which values of x decide, and how strongly.
fn map(family: &Family, outcome: &Outcome) -> Markup {
    let plates = Plates::new(family.shape());
    let (x, y) = plates.corner(family.at);
    let [accent, none, ink] = [palette().accent, palette().ghost[1], palette().ink].map(css);
    html! {
        svg viewBox=(frame(plates)) {
            @for (path, opacity) in deciding(family, outcome).iter().zip(OPACITIES) {
                @if opacity == 0.0 { path d=(path) fill=(none) {} }
                @else { path d=(path) fill=(accent) fill-opacity=(opacity) {} }
            }
            rect x=(x) y=(y) width="1" height="1" fill=(ink) {}
        }
    }
}

/// x with what decides in the colours of its values, or y in those of its own.
fn values(family: &Family, member: Member, is_of_y: bool) -> Markup {
    let plates = Plates::new(family.shape());
    let (x, y) = plates.corner(family.at);
    let [ink, line] = [palette().ink, palette().frame].map(css);
    html! {
        svg.plates viewBox=(frame(plates)) {
            @for (fill, path) in valued(family, member, is_of_y, palette()) { path d=(path) fill=(fill) {} }
            path d=(plates.outlines()) fill="none" stroke=(line) stroke-width="0.08" {}
            rect x=(x) y=(y) width="1" height="1" fill="none" stroke=(ink) stroke-width="0.2" {}
        }
    }
}
