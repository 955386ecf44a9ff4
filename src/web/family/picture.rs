//! x and y as plates.

use crate::chart::plates::Plates;
use crate::lab::family::{Family, Member, Outcome};
use crate::scene::LIMIT;
use crate::scene::colour::Palette;
use crate::state::words::{FamilyLabel, Label};
use crate::web::live::heard;
use crate::web::page::{Page, label, page, words};
use leptos::prelude::*;

/// How strongly a value moves y, in steps that can be told apart; none is a step too.
const STEPS: usize = 5;

/// Around all plates, in cells: the outline of the marked one needs some room.
const MARGIN: f64 = 0.1;

/// Shades of the scale of values.
const SHADES: usize = 33;

/// What does not decide, after all shades.
const GHOST: usize = SHADES;

/// What is no number.
const NAN: usize = SHADES + 1;

/// Which values of x decide, and how strongly: a small picture.
#[component]
pub fn Deciding<'a>(
    /// What was computed
    family: &'a Family,
    /// Of this method
    outcome: &'a Outcome,
) -> impl IntoView + use<> {
    let plates = Plates::new(family.shape());
    let (width, height) = plates.size();
    let (x, y) = plates.corner(family.at);
    let largest = largest_other(family, outcome);
    let step = |at: [usize; 4]| match outcome.moves[at] {
        true => step(outcome.slopes[at].abs() / largest),
        false => 0,
    };
    let paths = plates.paths(STEPS, step);
    let paths = paths.into_iter().enumerate();
    view! {
        <svg viewBox=format!("0 0 {width} {height}") aria-hidden="true">
            {paths.map(|(k, d)| view! { <path class=format!("step-{k}") d=d /> }).collect_view()}
            <rect class="pin" x=x y=y width="1" height="1" />
        </svg>
    }
}

/// The strongest influence beside that of the value itself; of none, its own.
fn largest_other(family: &Family, outcome: &Outcome) -> f64 {
    let others = outcome.slopes.indexed_iter();
    let others = others.filter(|((n, c, h, w), _)| [*n, *c, *h, *w] != family.at);
    let largest = others.fold(0.0_f64, |largest, (_, slope)| largest.max(slope.abs()));
    match largest > 0.0 {
        true => largest,
        false => outcome.slopes[family.at].abs(),
    }
}

/// Of what moves y, from 1 to the last; roots, so that weak ones are told apart too.
fn step(share: f64) -> usize {
    // Where no slope is other than zero, the share is 0/0, and as large as it can be: `min` takes NaN for 1.
    let root = share.min(1.0).sqrt();
    1 + ((STEPS - 1) as f64 * root).min((STEPS - 2) as f64) as usize
}

/// Plates on which a click or an arrow key marks another element.
#[component]
pub fn Markable(
    /// What is seen
    #[prop(into)]
    name: String,
    /// The plates
    children: Children,
) -> impl IntoView {
    let page = page();
    view! {
        <div
            class="plates"
            role="application"
            tabindex="0"
            aria-label=name
            aria-description=words().family_label(FamilyLabel::MarkKeys)
            on:click=heard(move |ev| clicked(page, &ev))
            on:keydown=heard(move |ev| pressed(page, &ev))
        >
            {children()}
        </div>
    }
}

/// x with what decides in the colours of its values, or y in those of its own.
#[component]
pub fn Values<'a>(
    /// What was computed
    family: &'a Family,
    /// Of this method; where it does not take x, there is no y, and nothing decides
    member: Member,
    /// Whether y is shown, and not x
    of_y: bool,
    /// Its colours
    palette: &'static Palette,
) -> impl IntoView + use<> {
    let plates = Plates::new(family.shape());
    let (width, height) = plates.size();
    let (x, y) = plates.corner(family.at);
    let outcome = family.of(member).as_ref().ok();
    let kind = |at: [usize; 4]| match outcome {
        Some(outcome) if of_y => shade(outcome.y[at]),
        Some(outcome) if outcome.moves[at] => shade(f64::from(family.x[at])),
        _ => GHOST,
    };
    let paths = plates.paths(NAN + 1, kind).into_iter().enumerate();
    let paths = paths.filter(|(_, d)| !d.is_empty());
    let path = |(k, d)| view! { <path fill=fill(palette, k) d=d /> };
    let frame = 2.0 * MARGIN;
    view! {
        <svg
            class="values"
            viewBox=format!("-{MARGIN} -{MARGIN} {} {}", width as f64 + frame, height as f64 + frame)
            aria-hidden="true"
        >
            {paths.map(path).collect_view()}
            <path class="outlines" d=plates.outlines() />
            <rect class="pin" x=x y=y width="1" height="1" />
        </svg>
    }
}

/// The number of a value's shade; the middle one is zero.
fn shade(value: f64) -> usize {
    if value.is_nan() {
        return NAN;
    }
    let share = (value / LIMIT).clamp(-1.0, 1.0);
    ((share + 1.0) / 2.0 * (SHADES - 1) as f64).round() as usize
}

fn fill(palette: &Palette, shade: usize) -> String {
    let [r, g, b] = match shade {
        GHOST => palette.ghost[0],
        NAN => palette.hatch[1],
        shade => {
            let share = 2.0 * shade as f64 / (SHADES - 1) as f64 - 1.0;
            palette.value(share, 1.0)
        }
    };
    format!("rgb({r},{g},{b})")
}

/// Marks the element under the pointer.
fn clicked(page: Page, ev: &web_sys::MouseEvent) {
    let target = event_target::<web_sys::Element>(ev);
    let Ok(Some(svg)) = target.closest("svg") else {
        return;
    };
    let Some(plates) = plates(page) else {
        return;
    };
    let frame = svg.get_bounding_client_rect();
    let (width, _) = plates.size();
    let cell_px = frame.width() / (width as f64 + 2.0 * MARGIN);
    let of = |px: f64| px / cell_px - MARGIN;
    let x = of(f64::from(ev.client_x()) - frame.left());
    let y = of(f64::from(ev.client_y()) - frame.top());
    mark(page, plates.cell_at((x, y)));
}

/// Marks the next element in the direction of an arrow key.
fn pressed(page: Page, ev: &web_sys::KeyboardEvent) {
    let way = match ev.key().as_str() {
        "ArrowLeft" => [-1, 0],
        "ArrowRight" => [1, 0],
        "ArrowUp" => [0, -1],
        "ArrowDown" => [0, 1],
        _ => return,
    };
    ev.prevent_default();
    let at = page
        .settings
        .with_untracked(|s| s.family_experiment().pinned());
    let next = plates(page)
        .zip(at)
        .and_then(|(plates, at)| plates.next(at, way));
    mark(page, next);
}

fn plates(page: Page) -> Option<Plates> {
    page.settings
        .with_untracked(|s| Some(Plates::new(s.shape().try_into().ok()?)))
}

fn mark(page: Page, at: Option<[usize; 4]>) {
    if let Some(at) = at {
        page.change(|s| s.at = Some(at.to_vec()));
        let [n, c, h, w] = at;
        let element = label(Label::Element);
        page.announcement
            .set(format!("{element} {n}, {c}, {h}, {w}"));
    }
}
