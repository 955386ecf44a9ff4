//! The keys of batches that are drawn again and again.

use super::keys::Key;
use super::reason::{Range, Reason};
use super::text::{finite, name, number, word};
use crate::lab::redraws::{Quantity, Redraws};
use crate::state::{Settings, View};

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "quantity",
        |s, v| word(v, &QUANTITIES).map(|x| s.redraws.quantity = x),
        |s| name(s.redraws.quantity, &QUANTITIES),
    )
    .of(View::Redraws),
    Key::new("redraws", read_count, |s| s.redraws.count().to_string()).of(View::Redraws),
    Key::new("dropout", read_dropout, |s| s.redraws.dropout().to_string()).of(View::Redraws),
];

const QUANTITIES: [(&str, Quantity); 3] = [
    ("mean", Quantity::Mean),
    ("deviation", Quantity::Deviation),
    ("gap", Quantity::Gap),
];

fn read_count(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let count: usize = number(text)?;
    let (least, most) = Redraws::COUNTS;
    if !(least..=most).contains(&count) {
        return Err(Reason::beyond(Range::Redraws, count, Redraws::COUNTS));
    }
    settings.redraws.set_count(count);
    Ok(())
}

fn read_dropout(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let p = finite(text)?;
    let (least, most) = Redraws::DROPOUTS;
    if !(least..=most).contains(&p) {
        return Err(Reason::beyond(Range::Dropout, p, Redraws::DROPOUTS));
    }
    settings.redraws.set_dropout(p);
    Ok(())
}
