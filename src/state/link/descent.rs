//! The keys of gradient descent.

use super::keys::Key;
use super::text::{YES_NO, name, within, word};
use crate::lab::descent::{Data, RATES, SCALES, SHIFTS};
use crate::state::View;

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "data",
        |s, v| word(v, &DATA).map(|x| s.descent.data = x),
        |s| name(s.descent.data, &DATA),
    )
    .of(View::Descent),
    Key::new(
        "scale",
        |s, v| within(v, SCALES).map(|x| s.descent.scale = x),
        |s| s.descent.scale.to_string(),
    )
    .of(View::Descent),
    Key::new(
        "shift",
        // Not −0, which is written otherwise and shifts as little.
        |s, v| within(v, SHIFTS).map(|x| s.descent.shift = x + 0.0),
        |s| s.descent.shift.to_string(),
    )
    .of(View::Descent),
    Key::new(
        "standardize",
        |s, v| word(v, &YES_NO).map(|x| s.descent.standardize = x),
        |s| name(s.descent.standardize, &YES_NO),
    )
    .of(View::Descent),
    Key::new(
        "rate",
        |s, v| within(v, RATES).map(|x| s.descent.rate = x),
        |s| s.descent.rate.to_string(),
    )
    .of(View::Descent),
];

const DATA: [(&str, Data); 2] = [("normal", Data::Normal), ("weather", Data::Weather)];
