//! x and y as plates.

use crate::chart::plates::Plates;
use crate::chart::shades::{deciding, valued};
use crate::lab::family::{Family, Member, Outcome};
use crate::scene::colour::Palette;
use crate::state::words::{FamilyLabel, Label};
use crate::web::live::heard;
use crate::web::page::{Page, label, page, words};
use leptos::prelude::*;

/// Around all plates, in cells: the outline of the marked one needs some room.
const MARGIN: f64 = 0.1;

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
    let paths = deciding(family, outcome).into_iter().enumerate();
    view! {
        <svg viewBox=format!("0 0 {width} {height}") aria-hidden="true">
            {paths.map(|(k, d)| view! { <path class=format!("step-{k}") d=d /> }).collect_view()}
            <rect class="pin" x=x y=y width="1" height="1" />
        </svg>
    }
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
    let paths = valued(family, member, of_y, palette).into_iter();
    let path = |(fill, d)| view! { <path fill=fill d=d /> };
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
