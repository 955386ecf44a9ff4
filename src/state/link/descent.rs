//! The keys of gradient descent, which are written only where it is shown.

use super::text::{finite, name, word};
use crate::lab::descent::{Data, RATES, SCALES, SHIFTS};
use crate::state::{Settings, View};

const DATA: [(&str, Data); 2] = [("normal", Data::Normal), ("weather", Data::Weather)];
const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

pub(super) fn read_data(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.descent.data = word(text, &DATA)?;
    Ok(())
}

pub(super) fn print_data(settings: &Settings) -> String {
    shown(settings, name(settings.descent.data, &DATA))
}

pub(super) fn read_scale(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.descent.scale = within(text, SCALES)?;
    Ok(())
}

pub(super) fn print_scale(settings: &Settings) -> String {
    shown(settings, settings.descent.scale.to_string())
}

pub(super) fn read_shift(settings: &mut Settings, text: &str) -> Result<(), String> {
    // Not −0, which is written otherwise and shifts as little.
    settings.descent.shift = within(text, SHIFTS)? + 0.0;
    Ok(())
}

pub(super) fn print_shift(settings: &Settings) -> String {
    shown(settings, settings.descent.shift.to_string())
}

pub(super) fn read_standardize(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.descent.standardize = word(text, &YES_NO)?;
    Ok(())
}

pub(super) fn print_standardize(settings: &Settings) -> String {
    shown(settings, name(settings.descent.standardize, &YES_NO))
}

pub(super) fn read_rate(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.descent.rate = within(text, RATES)?;
    Ok(())
}

pub(super) fn print_rate(settings: &Settings) -> String {
    shown(settings, settings.descent.rate.to_string())
}

fn shown(settings: &Settings, value: String) -> String {
    match settings.view {
        View::Descent => value,
        _ => String::new(),
    }
}

fn within(text: &str, (low, high): (f64, f64)) -> Result<f64, String> {
    let value = finite(text)?;
    if !(low..=high).contains(&value) {
        return Err(format!("is {value}; it runs from {low} to {high}"));
    }
    Ok(value)
}
