//! The numbers of a chart below it: tables that are made when somebody opens them.

use super::live::{heard, shown, view_of};
use super::page::words;
use crate::chart::sheet::Sheet;
use crate::state::words::SheetLabel;
use leptos::prelude::*;

/// What makes the tables of a chart.
pub type Make = Box<dyn Fn() -> Vec<Sheet> + Send + Sync>;

/// What a chart shows, as tables to read, to hear and to copy.
#[component]
pub fn Sheets(
    /// The tables of what the chart shows now
    of: Make,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let of = StoredValue::new(of);
    let toggled = move |ev: web_sys::Event| {
        let details = event_target::<web_sys::Element>(&ev);
        is_open.set(details.has_attribute("open"));
    };
    view! {
        <details class="sheets" on:toggle=heard(toggled)>
            <summary>{words().sheet_label(SheetLabel::ChartNumbers)}</summary>
            {shown(move || is_open.get(), move || {
                view_of(move || of.with_value(|of| of()).into_iter().map(table).collect_view())
            })}
        </details>
    }
}

/// A wide table scrolls by itself, with the arrow keys too.
fn table(sheet: Sheet) -> impl IntoView {
    let head = |head: String| view! { <th scope="col">{head}</th> };
    let cell = |cell: String| view! { <td>{cell}</td> };
    let row = move |(name, cells): (String, Vec<String>)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.into_iter().map(cell).collect_view()}
            </tr>
        }
    };
    let name = sheet.caption.clone();
    view! {
        <div class="wide" role="region" tabindex="0" aria-label=name>
            <table>
                <caption>{sheet.caption}</caption>
                <thead><tr>{sheet.heads.into_iter().map(head).collect_view()}</tr></thead>
                <tbody>{sheet.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
