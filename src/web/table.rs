//! The numbers of the selected set, and the counters.

use super::light::{lit_terms, point_at};
use super::live::{heard, live, view_of};
use super::memo::Memo;
use super::page::{Page, first_words, label, page, plan_of};
use crate::lab::explore::Explore;
use crate::lab::number::{COMPARED, count, significant};
use crate::lab::region::flat_of;
use crate::norm::{Call, Source, Statistic};
use crate::state::words::Label;
use leptos::prelude::*;

/// What stands where nothing is pinned.
const NOTHING: &str = "—";

/// One row: its header, the id of the formula's symbol that it belongs to, its value.
type Row = (Label, &'static str, String);

/// The table `Selected set`; it shows the layer's x, x̂ and y whatever the stage is.
#[component]
pub fn SelectedSet() -> impl IntoView {
    let page = page();
    let rows = Memo::new(move |_| rows(page));
    let lit = lit_terms(page);
    let row = move |(name, term, value): Row| {
        let header = match term {
            "x" => "x",
            "xhat" => "x̂",
            "y" => "y",
            _ => label(name),
        };
        view! {
            <tr
                class:lit=live(move || lit.with(|lit| lit.contains(&term)))
                on:mouseenter=heard(move |_| point_at(page, Some(term).filter(|t| !t.is_empty())))
                on:mouseleave=heard(move |_| point_at(page, None))
            >
                <th scope="row">{header}</th>
                <td>{value}</td>
            </tr>
        }
    };
    view! {
        <section class="panel numbers">
            <h2 id="selected-set">{label(Label::SelectedSet)}</h2>
            <table aria-labelledby="selected-set">
                <tbody>{view_of(move || rows.get().into_iter().map(row).collect_view())}</tbody>
            </table>
            <Counters />
        </section>
    }
}

/// The rows for the pinned element, or dashes.
fn rows(page: Page) -> Vec<Row> {
    let nothing = || NOTHING.to_string();
    let explore = page.explore.get();
    let pinned = page.pinned().filter(|at| {
        explore
            .as_ref()
            .is_some_and(|e| e.x.ndim() == at.len() && e.x.get(&at[..]).is_some())
    });
    let (Some(explore), Some(at)) = (explore.clone(), pinned) else {
        let is_rms = explore
            .is_some_and(|e| plan_of(&e).is_some_and(|p| p.statistic == Statistic::MeanSquare));
        let mut rows = vec![
            (Label::Element, "", nothing()),
            (Label::SetSize, "m", nothing()),
        ];
        rows.extend(
            statistic_names(is_rms)
                .iter()
                .map(|(name, term)| (*name, *term, nothing())),
        );
        rows.extend([
            (Label::Element, "x", nothing()),
            (Label::Element, "xhat", nothing()),
            (Label::Element, "y", nothing()),
        ]);
        return rows;
    };
    let index = at
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let mut rows = vec![(Label::Element, "", format!("[{index}]"))];
    match &explore.call {
        Ok(call) => rows.extend(computed(&explore, call, &at)),
        Err(_) => {
            rows.push((Label::SetSize, "m", nothing()));
            rows.extend(
                statistic_names(false)
                    .iter()
                    .map(|(name, term)| (*name, *term, nothing())),
            );
            rows.push((Label::Element, "x", digits(f64::from(explore.x[&at[..]]))));
            rows.extend([
                (Label::Element, "xhat", nothing()),
                (Label::Element, "y", nothing()),
            ]);
        }
    }
    rows
}

/// Six significant digits, enough to compare with what PyTorch prints.
fn digits(value: f64) -> String {
    significant(value, COMPARED)
}

fn statistic_names(is_rms: bool) -> &'static [(Label, &'static str)] {
    if is_rms {
        &[(Label::MeanSquare, "var")]
    } else {
        &[(Label::Mean, "mu"), (Label::Variance, "var")]
    }
}

fn computed(explore: &Explore, call: &Call, at: &[usize]) -> Vec<Row> {
    let plan = &call.plan;
    let set = plan.partition.set_of(at);
    let is_rms = plan.statistic == Statistic::MeanSquare;
    let reach = plan.reach();
    let size = format!("{} of {}", count(reach.set_len()), count(explore.x.len()));
    let mut rows = vec![(Label::SetSize, "m", size)];
    let numbers = |statistics: &crate::norm::Statistics| {
        let var = digits(statistics.var[set]);
        if is_rms {
            vec![var]
        } else {
            vec![digits(statistics.mean[set]), var]
        }
    };
    let names = statistic_names(is_rms);
    rows.extend(
        names
            .iter()
            .zip(numbers(&call.used))
            .map(|((name, term), v)| (*name, *term, v)),
    );
    let flat = flat_of(explore.x.shape(), at).expect("the pinned element lies in x");
    let [x, _, x_hat, y] = explore.stages_of(flat);
    for (term, value) in [("x", x), ("xhat", x_hat), ("y", y)] {
        let value = value.expect("an accepted call reaches every stage");
        rows.push((Label::Element, term, digits(f64::from(value))));
    }
    if plan.source == Source::Running {
        let names = if is_rms {
            &[Label::BatchMeanSquare][..]
        } else {
            &[Label::BatchMean, Label::BatchVariance]
        };
        rows.extend(
            names
                .iter()
                .zip(numbers(&call.batch))
                .map(|(name, v)| (*name, "", v)),
        );
    }
    rows
}

/// “32 values per set · 12 sets · 12 learnt parameters · 0 running values”
#[component]
fn Counters() -> impl IntoView {
    let page = page();
    let counts = Memo::new(move |_| {
        let explore = page.explore.get()?;
        let plan = plan_of(&explore)?;
        let reach = plan.reach();
        let (learnt, running) = explore
            .module
            .as_ref()
            .map_or((0, 0), |m| (m.learnt_len(), m.running_len()));
        Some([
            (reach.set_len(), Label::ValuesPerSet),
            (reach.set_count(), Label::Sets),
            (learnt, Label::LearntValues),
            (running, Label::RunningValues),
        ])
    });
    let item = |(n, name): (usize, Label)| {
        view! { <li><b>{count(n)}</b> " " {first_words().counted(name, n)}</li> }
    };
    view! {
        <ul class="counters">
            {view_of(move || counts.get().map(|counts| counts.map(item)))}
        </ul>
    }
}
