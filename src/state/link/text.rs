//! How each value of a link is read and printed.

use super::keys::PARTS;
use super::reason::{Range, Reason};
use crate::lab::explore::{PerChannel, Poke};
use crate::state::{Arrangement, Cut, LAST_STAGE, Language, MAX_STEPS, Settings};
use crate::tensor::Source;

/// Of what is or is not.
pub(super) const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

pub(super) fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, Reason> {
    let found = words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        none_of(text, names.join(", "))
    })
}

fn none_of(text: &str, names: String) -> Reason {
    let text = text.to_owned();
    Reason::NoneOf { text, names }
}

pub(super) fn name<T: PartialEq>(value: T, words: &[(&str, T)]) -> String {
    let found = words.iter().find(|(_, of)| *of == value);
    found.map_or_else(String::new, |(word, _)| (*word).to_string())
}

pub(super) fn number<T: std::str::FromStr>(text: &str) -> Result<T, Reason> {
    text.parse().map_err(|_| Reason::NoNumber(text.to_owned()))
}

pub(super) fn finite(text: &str) -> Result<f64, Reason> {
    number::<f64>(text).and_then(|value| {
        if value.is_finite() {
            Ok(value)
        } else {
            Err(Reason::NotFinite(text.to_owned()))
        }
    })
}

pub(super) fn within(text: &str, (low, high): (f64, f64)) -> Result<f64, Reason> {
    let value = finite(text)?;
    if !(low..=high).contains(&value) {
        return Err(Reason::beyond(Range::Plain, value, (low, high)));
    }
    Ok(value)
}

pub(super) fn read_x(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    // A `+` that was typed into an address arrives as a space, which has no meaning between two values.
    let read = Source::parse(text).or_else(|error| {
        let sum = Source::parse(&text.replace(' ', "+"));
        sum.map_err(|_| error)
    });
    settings.source = read.map_err(|error| error.to_string())?;
    Ok(())
}

pub(super) fn read_layer(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    settings.layer = crate::torch::parse_layer(text).map_err(|error| error.to_string())?;
    Ok(())
}

pub(super) fn read_steps(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let steps: u32 = number(text)?;
    if steps > MAX_STEPS {
        return Err(Reason::beyond(Range::Steps, steps, (0, MAX_STEPS)));
    }
    settings.steps = steps;
    Ok(())
}

pub(super) fn values(text: &str) -> Result<Option<PerChannel>, Reason> {
    if text.is_empty() {
        return Ok(None);
    }
    let numbers = text.trim_matches(['[', ']']).split(',').map(|v| {
        finite(v.trim()).map(|v| v as f32).and_then(|v| {
            if v.is_finite() {
                Ok(v)
            } else {
                Err(Reason::TooLargeIn(v.to_string()))
            }
        })
    });
    let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
    Ok(Some(match numbers.as_slice() {
        [one] => PerChannel::One(*one),
        _ => PerChannel::Each(numbers),
    }))
}

pub(super) fn print_values(values: Option<&PerChannel>) -> String {
    match values {
        None => String::new(),
        Some(PerChannel::One(value)) => value.to_string(),
        Some(PerChannel::Each(values)) => join(&values[..written_len(values)]),
    }
}

/// How many numbers of a list are written: one that is too short is read as if its last went on, so millions need not be.
fn written_len(values: &[f32]) -> usize {
    let Some(last) = values.last() else {
        return 0;
    };
    let repeated = values.iter().rev().take_while(|value| *value == last);
    // A single number would be one for all channels.
    (values.len() - repeated.count() + 1)
        .max(2)
        .min(values.len())
}

pub(super) fn join<T: ToString>(values: &[T]) -> String {
    values
        .iter()
        .map(T::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

/// Indices; none where nothing is written.
pub(super) fn indices(text: &str) -> Result<Option<Vec<usize>>, Reason> {
    match text {
        "" => Ok(None),
        _ => some_indices(text).map(Some),
    }
}

fn some_indices(text: &str) -> Result<Vec<usize>, Reason> {
    text.trim_matches(['[', ']'])
        .split(',')
        .map(|index| number(index.trim()))
        .collect()
}

pub(super) fn read_poke(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    if text.is_empty() {
        settings.poke = None;
        return Ok(());
    }
    let (at, value) = text.split_once(':').ok_or(Reason::NoValue)?;
    let value = finite(value)? as f32;
    if !value.is_finite() {
        return Err(Reason::TooLarge);
    }
    settings.poke = Some(Poke {
        at: some_indices(at)?,
        value,
    });
    Ok(())
}

pub(super) fn print_poke(settings: &Settings) -> String {
    settings.poke.as_ref().map_or_else(String::new, |poke| {
        format!("{}:{}", join(&poke.at), poke.value)
    })
}

pub(super) fn read_axes(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let arrangement = Arrangement::parse(text);
    let texts = || {
        Arrangement::ALL
            .map(|a| a.text(&settings.axes()))
            .join(", ")
    };
    settings.arrangement = arrangement.ok_or_else(|| none_of(text, texts()))?;
    Ok(())
}

pub(super) fn read_cut(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    if text.is_empty() {
        settings.cut = None;
        return Ok(());
    }
    let letters: Vec<char> = settings.axes().iter().map(|axis| axis.letter()).collect();
    let mut rest = text.chars();
    let axis = rest
        .next()
        .and_then(|letter| letters.iter().position(|l| *l == letter));
    let axis = axis.ok_or_else(|| Reason::NoCut {
        text: text.to_owned(),
        letter: letters[1],
    })?;
    settings.cut = Some(Cut {
        axis,
        from: number(rest.as_str())?,
    });
    Ok(())
}

pub(super) fn print_cut(settings: &Settings) -> String {
    let letter = |axis: usize| settings.axes()[axis].letter();
    settings.cut.map_or_else(String::new, |cut| {
        format!("{}{}", letter(cut.axis), cut.from)
    })
}

pub(super) fn read_t(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    let t = finite(text)?;
    if !(0.0..=LAST_STAGE).contains(&t) {
        return Err(Reason::beyond(Range::Stage, t, (0.0, LAST_STAGE)));
    }
    settings.t = t;
    Ok(())
}

pub(super) fn read_language(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    settings.language = match text {
        "" => None,
        _ => Some(word(text, &Language::ALL)?),
    };
    Ok(())
}

pub(super) fn read_hide(settings: &mut Settings, text: &str) -> Result<(), Reason> {
    settings.hide = text
        .split(',')
        .filter(|part| !part.is_empty())
        .map(|part| word(part.trim(), &PARTS))
        .collect::<Result<_, _>>()?;
    Ok(())
}

pub(super) fn print_hide(settings: &Settings) -> String {
    join(
        &settings
            .hide
            .iter()
            .map(|part| name(*part, &PARTS))
            .collect::<Vec<_>>(),
    )
}
