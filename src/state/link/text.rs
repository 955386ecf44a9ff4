//! How each value of a link is read and printed.

use super::keys::PARTS;
use crate::lab::explore::{PerChannel, Poke};
use crate::lab::redraws::Redraws;
use crate::state::lesson::{Place, Where};
use crate::state::{Arrangement, Cam, Cut, LAST_STAGE, MAX_STEPS, Settings, View};
use crate::tensor::Source;

pub(super) fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        format!("is “{text}”, which is none of {}", names.join(", "))
    })
}

pub(super) fn name<T: PartialEq>(value: T, words: &[(&str, T)]) -> String {
    let found = words.iter().find(|(_, of)| *of == value);
    found.map_or_else(String::new, |(word, _)| (*word).to_string())
}

pub(super) fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("is “{text}”, which is no number that fits"))
}

pub(super) fn finite(text: &str) -> Result<f64, String> {
    number::<f64>(text).and_then(|value| {
        if value.is_finite() {
            Ok(value)
        } else {
            Err(format!("is “{text}”, which is not finite"))
        }
    })
}

pub(super) fn read_x(settings: &mut Settings, text: &str) -> Result<(), String> {
    // A `+` that was typed into an address arrives as a space, which has no meaning between two values.
    let read = Source::parse(text).or_else(|error| {
        let sum = Source::parse(&text.replace(' ', "+"));
        sum.map_err(|_| error)
    });
    settings.source = read.map_err(|error| error.to_string())?;
    Ok(())
}

pub(super) fn read_layer(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.layer = crate::torch::parse_layer(text).map_err(|error| error.to_string())?;
    Ok(())
}

pub(super) fn read_steps(settings: &mut Settings, text: &str) -> Result<(), String> {
    let steps: u32 = number(text)?;
    if steps > MAX_STEPS {
        return Err(format!("is {steps}; at most {MAX_STEPS} batches are drawn"));
    }
    settings.steps = steps;
    Ok(())
}

pub(super) fn read_count(settings: &mut Settings, text: &str) -> Result<(), String> {
    let count: usize = number(text)?;
    let (least, most) = Redraws::COUNTS;
    if !(least..=most).contains(&count) {
        return Err(format!(
            "is {count}; between {least} and {most} batches are drawn of each size"
        ));
    }
    settings.redraws.set_count(count);
    Ok(())
}

pub(super) fn read_dropout(settings: &mut Settings, text: &str) -> Result<(), String> {
    let p = finite(text)?;
    let (least, most) = Redraws::DROPOUTS;
    if !(least..=most).contains(&p) {
        return Err(format!(
            "is {p}; values are dropped with a probability between {least} and {most}"
        ));
    }
    settings.redraws.set_dropout(p);
    Ok(())
}

/// What is printed in the view where it has a meaning, and nothing in others.
pub(super) fn of_redraws(settings: &Settings, value: String) -> String {
    match settings.view {
        View::Redraws => value,
        _ => String::new(),
    }
}

pub(super) fn values(text: &str) -> Result<Option<PerChannel>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let numbers = text.trim_matches(['[', ']']).split(',').map(|v| {
        finite(v.trim()).map(|v| v as f32).and_then(|v| {
            if v.is_finite() {
                Ok(v)
            } else {
                Err(format!("has “{v}”, too large for a float32"))
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
pub(super) fn indices(text: &str) -> Result<Option<Vec<usize>>, String> {
    match text {
        "" => Ok(None),
        _ => some_indices(text).map(Some),
    }
}

fn some_indices(text: &str) -> Result<Vec<usize>, String> {
    text.trim_matches(['[', ']'])
        .split(',')
        .map(|index| number(index.trim()))
        .collect()
}

pub(super) fn read_poke(settings: &mut Settings, text: &str) -> Result<(), String> {
    if text.is_empty() {
        settings.poke = None;
        return Ok(());
    }
    let (at, value) = text
        .split_once(':')
        .ok_or("has no value; write an index and a value as in 0,2,1,1:5")?;
    let value = finite(value)? as f32;
    if !value.is_finite() {
        return Err("is too large for a float32".to_string());
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

pub(super) fn read_axes(settings: &mut Settings, text: &str) -> Result<(), String> {
    let arrangement = Arrangement::parse(text);
    let texts = || {
        Arrangement::ALL
            .map(|a| a.text(&settings.axes()))
            .join(", ")
    };
    settings.arrangement =
        arrangement.ok_or_else(|| format!("is “{text}”, which is none of {}", texts()))?;
    Ok(())
}

pub(super) fn read_cut(settings: &mut Settings, text: &str) -> Result<(), String> {
    if text.is_empty() {
        settings.cut = None;
        return Ok(());
    }
    let letters: Vec<char> = settings.axes().iter().map(|axis| axis.letter()).collect();
    let mut rest = text.chars();
    let axis = rest
        .next()
        .and_then(|letter| letters.iter().position(|l| *l == letter));
    let axis = axis.ok_or_else(|| {
        format!(
            "is “{text}”; write an axis and an index as in {}2",
            letters[1]
        )
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

pub(super) fn read_t(settings: &mut Settings, text: &str) -> Result<(), String> {
    let t = finite(text)?;
    if !(0.0..=LAST_STAGE).contains(&t) {
        return Err(format!("is {t}; the stages run from 0 to {LAST_STAGE}"));
    }
    settings.t = t;
    Ok(())
}

pub(super) fn read_cam(settings: &mut Settings, text: &str) -> Result<(), String> {
    if text.is_empty() {
        settings.cam = None;
        return Ok(());
    }
    let parts = text.split(',').map(finite).collect::<Result<Vec<_>, _>>()?;
    let (yaw, pitch, zoom, pan) = match parts[..] {
        [yaw, pitch] => (yaw, pitch, 1.0, [0.0; 2]),
        [yaw, pitch, zoom] => (yaw, pitch, zoom, [0.0; 2]),
        [yaw, pitch, zoom, right, down] => (yaw, pitch, zoom, [right, down]),
        _ => return Err("is no camera: write turn, tilt and zoom as in 38,22,1".to_string()),
    };
    settings.cam = Some(Cam {
        yaw_deg: yaw.rem_euclid(360.0),
        pitch_deg: pitch.clamp(-90.0, 90.0),
        zoom: zoom.clamp(Cam::ZOOM.0, Cam::ZOOM.1),
        pan: pan.map(|p| p.clamp(-Cam::PAN_MAX, Cam::PAN_MAX)),
    });
    Ok(())
}

pub(super) fn print_cam(settings: &Settings) -> String {
    let Some(cam) = settings.cam else {
        return String::new();
    };
    let rounded = |v: f64, unit: f64| (v * unit).round() / unit + 0.0;
    let angles = format!(
        "{},{}",
        rounded(cam.yaw_deg, 10.0),
        rounded(cam.pitch_deg, 10.0)
    );
    let zoom = rounded(cam.zoom, 1000.0);
    match cam.pan.map(|p| rounded(p, 1000.0)) {
        [0.0, 0.0] => format!("{angles},{zoom}"),
        [right, down] => format!("{angles},{zoom},{right},{down}"),
    }
}

pub(super) fn read_hide(settings: &mut Settings, text: &str) -> Result<(), String> {
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

pub(super) fn read_lesson(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.lesson = match text {
        "" => None,
        _ => Some(Place::start(Where::parse(text)?)),
    };
    Ok(())
}

pub(super) fn print_lesson(place: Option<&Place>) -> String {
    place.map_or_else(String::new, |place| place.lesson.to_string())
}

pub(super) fn read_beat(settings: &mut Settings, text: &str) -> Result<(), String> {
    match &mut settings.lesson {
        Some(place) => place.beat = text.to_owned(),
        None if text.is_empty() => {}
        None => return Err("needs a lesson".to_owned()),
    }
    Ok(())
}
