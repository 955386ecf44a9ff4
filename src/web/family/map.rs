//! The map of the methods.

use super::picture::Deciding;
use super::{Answer, text, with_family, with_outcome};
use crate::lab::family::{Member, Shared, Statistic};
use crate::state::words::FamilyLabel;
use crate::web::live::{heard, live, view_of};
use crate::web::page::{page, words};
use leptos::prelude::*;

/// All methods, by what shares a statistic and by the statistic.
#[component]
pub fn Map(
    /// What was computed
    newest: Answer,
) -> impl IntoView {
    let page = page();
    // Beside a method the cards stand in a row, and are no table.
    let role = page.part(|s| s.family.member.map(|_| "presentation"));
    let column = |statistic| view! { <th scope="col">{words().family_statistic(statistic)}</th> };
    let row = move |shared: Shared| {
        let cell = move |statistic: Statistic| {
            let members = Member::ALL.into_iter();
            let members = members.filter(move |m| (m.set(), m.statistic()) == (shared, statistic));
            let name = words().family_statistic(statistic);
            view! { <td data-statistic=name>{members.map(|member| view! { <Card member newest /> }).collect_view()}</td> }
        };
        view! {
            <tr>
                <th scope="row">{words().shared(shared)}</th>
                {Statistic::ALL.map(cell)}
            </tr>
        }
    };
    view! {
        <div class="others">
            <table class="map" role=live(move || role.get()) aria-label=live(move || role.get().is_none().then(|| text(FamilyLabel::Map)))>
                <thead><tr><td></td>{Statistic::ALL.map(column)}</tr></thead>
                <tbody>{Shared::ALL.map(row)}</tbody>
            </table>
        </div>
    }
}

/// A method: its name, and which values of x decide the y that is asked about.
#[component]
fn Card(
    /// The method
    member: Member,
    /// What was computed
    newest: Answer,
) -> impl IntoView {
    let page = page();
    let is_chosen = page.part(move |s| s.family.member == Some(member));
    let press = move |_| {
        page.change(|s| {
            let other = s.family.member != Some(member);
            s.family.member = other.then_some(member);
        });
    };
    let deciding = move || with_outcome(newest, member, |_, outcome| outcome.deciding);
    let told = move || {
        let said = with_family(newest, |family| words().decided(family, member));
        format!("{}: {}", words().member(member), said.unwrap_or_default())
    };
    view! {
        <button
            type="button"
            class="member"
            data-deciding=live(move || deciding().map(|deciding| deciding.to_string()))
            aria-pressed=live(move || is_chosen.get().to_string())
            aria-label=live(told)
            on:click=heard(press)
        >
            {view_of(move || with_outcome(newest, member, |family, outcome| view! { <Deciding family outcome /> }))}
            <span>{words().member(member)}</span>
        </button>
    }
}
