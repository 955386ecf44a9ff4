//! Everything that is shown, as a query string that people can write by hand.

use super::settings::{LAST_STAGE, MAX_STEPS};
use super::{Arrangement, By, Cam, Color, Cut, Part, Settings, Theme, View};
use crate::lab::explore::{Mode, PerChannel, Poke};
use crate::tensor::Source;

/// Something in a link that could not be used; it took its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The key, as it was written
    pub key: String,
    /// One sentence that says what is wrong, without the key
    pub why: String,
}

/// One key of the link: how it is read, and how it is printed where it is not the default.
struct Key {
    name: &'static str,
    read: fn(&mut Settings, &str) -> Result<(), String>,
    print: fn(&Settings) -> String,
}

/// All keys, in the order in which they are printed.
const KEYS: [Key; 18] = [
    Key {
        name: "view",
        read: |s, v| word(v, &VIEWS).map(|x| s.view = x),
        print: |s| name(s.view, &VIEWS),
    },
    Key {
        name: "x",
        read: read_x,
        print: |s| s.source.to_string(),
    },
    Key {
        name: "seed",
        read: |s, v| number(v).map(|x| s.seed = x),
        print: |s| s.seed.to_string(),
    },
    Key {
        name: "layer",
        read: read_layer,
        print: |s| s.layer.to_string(),
    },
    Key {
        name: "weight",
        read: |s, v| values(v).map(|x| s.weight = x),
        print: |s| print_values(s.weight.as_ref()),
    },
    Key {
        name: "bias",
        read: |s, v| values(v).map(|x| s.bias = x),
        print: |s| print_values(s.bias.as_ref()),
    },
    Key {
        name: "mode",
        read: |s, v| word(v, &MODES).map(|x| s.mode = x),
        print: |s| name(s.mode, &MODES),
    },
    Key {
        name: "steps",
        read: read_steps,
        print: |s| s.steps.to_string(),
    },
    Key {
        name: "poke",
        read: read_poke,
        print: print_poke,
    },
    Key {
        name: "axes",
        read: read_axes,
        print: |s| s.arrangement.text(&s.axes()),
    },
    Key {
        name: "color",
        read: |s, v| word(v, &COLORS).map(|x| s.color = x),
        print: |s| name(s.color, &COLORS),
    },
    Key {
        name: "by",
        read: |s, v| word(v, &BYS).map(|x| s.by = x),
        print: |s| name(s.by, &BYS),
    },
    Key {
        name: "cut",
        read: read_cut,
        print: print_cut,
    },
    Key {
        name: "at",
        read: |s, v| indices(v).map(|x| s.at = Some(x)),
        print: |s| s.at.as_deref().map_or_else(String::new, join),
    },
    Key {
        name: "t",
        read: read_t,
        print: |s| s.t.to_string(),
    },
    Key {
        name: "cam",
        read: read_cam,
        print: print_cam,
    },
    Key {
        name: "theme",
        read: |s, v| word(v, &THEMES).map(|x| s.theme = x),
        print: |s| name(s.theme, &THEMES),
    },
    Key {
        name: "hide",
        read: read_hide,
        print: print_hide,
    },
];

const VIEWS: [(&str, View); 2] = [("explore", View::Explore), ("compare", View::Compare)];
const MODES: [(&str, Mode); 2] = [("train", Mode::Train), ("eval", Mode::Eval)];
const COLORS: [(&str, Color); 2] = [("value", Color::Value), ("set", Color::Set)];
const BYS: [(&str, By); 3] = [
    ("set", By::Set),
    ("channel", By::Channel),
    ("sample", By::Sample),
];
const THEMES: [(&str, Theme); 3] = [
    ("auto", Theme::Auto),
    ("light", Theme::Light),
    ("dark", Theme::Dark),
];
const PARTS: [(&str, Part); 6] = [
    ("controls", Part::Controls),
    ("formula", Part::Formula),
    ("table", Part::Table),
    ("distributions", Part::Distributions),
    ("code", Part::Code),
    ("timeline", Part::Timeline),
];

/// Reads a query string, with or without its `?`.
///
/// What cannot be used is reported and takes its default; the rest of the link works.
/// Of a key that stands twice, the last counts.
pub fn read_link(query: &str) -> (Settings, Vec<Complaint>) {
    let mut settings = Settings::default();
    let mut complaints = Vec::new();
    let query = query.strip_prefix('?').unwrap_or(query);
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let complain = |key: &str, why| Complaint {
        key: key.to_string(),
        why,
    };
    for (key, _) in pairs
        .iter()
        .filter(|(key, _)| KEYS.iter().all(|known| known.name != key))
    {
        complaints.push(complain(
            key,
            format!("is no key of a link; there are {}", key_names()),
        ));
    }
    // In the order of the table: x before the layer, the layer before what depends on its axes.
    for key in &KEYS {
        let Some((_, value)) = pairs.iter().rev().find(|(k, _)| k == key.name) else {
            continue;
        };
        if let Err(why) = (key.read)(&mut settings, value.trim()) {
            complaints.push(complain(key.name, why));
        }
    }
    if let Some((groups, _)) = settings.groups() {
        settings.wanted_groups = groups;
    }
    settings.clamp();
    (settings, complaints)
}

/// The query string that shows `settings`, without `?`; defaults are left out.
///
/// `cam` is written only when a link is shared (`with_cam`).
pub fn write_link(settings: &Settings, with_cam: bool) -> String {
    let default = Settings::default();
    let written = KEYS
        .iter()
        .filter(|key| with_cam || key.name != "cam")
        .filter_map(|key| {
            let value = (key.print)(settings);
            let is_default =
                value.is_empty() || value == (key.print)(&default_for(&default, settings, key));
            (!is_default).then(|| format!("{}={}", key.name, escaped(&value)))
        });
    written.collect::<Vec<_>>().join("&")
}

/// The default of `axes` is the solid cube, whatever the letters of the axes are.
fn default_for(default: &Settings, settings: &Settings, key: &Key) -> Settings {
    if key.name == "axes" {
        Settings {
            arrangement: default.arrangement,
            ..settings.clone()
        }
    } else {
        default.clone()
    }
}

/// Escapes only what a query string cannot hold, so that a link stays readable.
fn escaped(value: &str) -> String {
    let readable = |b: u8| b.is_ascii_alphanumeric() || b"-_.~()[],=/:*!'".contains(&b);
    let escape = |b: u8| match b {
        b' ' => "+".to_string(),
        b if readable(b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    value.bytes().map(escape).collect()
}

fn key_names() -> String {
    KEYS.map(|key| key.name).join(", ")
}

fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        format!("is “{text}”, which is none of {}", names.join(", "))
    })
}

fn name<T: PartialEq>(value: T, words: &[(&str, T)]) -> String {
    let found = words.iter().find(|(_, of)| *of == value);
    found.map_or_else(String::new, |(word, _)| (*word).to_string())
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("is “{text}”, which is no number that fits"))
}

fn finite(text: &str) -> Result<f64, String> {
    number::<f64>(text).and_then(|value| {
        if value.is_finite() {
            Ok(value)
        } else {
            Err(format!("is “{text}”, which is not finite"))
        }
    })
}

fn read_x(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.source = Source::parse(text).map_err(|error| error.to_string())?;
    Ok(())
}

fn read_layer(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.layer = crate::torch::parse_layer(text).map_err(|error| error.to_string())?;
    Ok(())
}

fn read_steps(settings: &mut Settings, text: &str) -> Result<(), String> {
    let steps: u32 = number(text)?;
    if steps > MAX_STEPS {
        return Err(format!("is {steps}; at most {MAX_STEPS} batches are drawn"));
    }
    settings.steps = steps;
    Ok(())
}

fn values(text: &str) -> Result<Option<PerChannel>, String> {
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

fn print_values(values: Option<&PerChannel>) -> String {
    match values {
        None => String::new(),
        Some(PerChannel::One(value)) => value.to_string(),
        Some(PerChannel::Each(values)) => join(values),
    }
}

fn join<T: ToString>(values: &[T]) -> String {
    values
        .iter()
        .map(T::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

fn indices(text: &str) -> Result<Vec<usize>, String> {
    text.trim_matches(['[', ']'])
        .split(',')
        .map(|index| number(index.trim()))
        .collect()
}

fn read_poke(settings: &mut Settings, text: &str) -> Result<(), String> {
    let (at, value) = text
        .split_once(':')
        .ok_or("has no value; write an index and a value as in 0,2,1,1:5")?;
    let value = finite(value)? as f32;
    if !value.is_finite() {
        return Err("is too large for a float32".to_string());
    }
    settings.poke = Some(Poke {
        at: indices(at)?,
        value,
    });
    Ok(())
}

fn print_poke(settings: &Settings) -> String {
    settings.poke.as_ref().map_or_else(String::new, |poke| {
        format!("{}:{}", join(&poke.at), poke.value)
    })
}

fn read_axes(settings: &mut Settings, text: &str) -> Result<(), String> {
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

fn read_cut(settings: &mut Settings, text: &str) -> Result<(), String> {
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

fn print_cut(settings: &Settings) -> String {
    let letter = |axis: usize| settings.axes()[axis].letter();
    settings.cut.map_or_else(String::new, |cut| {
        format!("{}{}", letter(cut.axis), cut.from)
    })
}

fn read_t(settings: &mut Settings, text: &str) -> Result<(), String> {
    let t = finite(text)?;
    if !(0.0..=LAST_STAGE).contains(&t) {
        return Err(format!("is {t}; the stages run from 0 to {LAST_STAGE}"));
    }
    settings.t = t;
    Ok(())
}

fn read_cam(settings: &mut Settings, text: &str) -> Result<(), String> {
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
        zoom: zoom.clamp(0.25, 64.0),
        pan: pan.map(|p| p.clamp(-100.0, 100.0)),
    });
    Ok(())
}

fn print_cam(settings: &Settings) -> String {
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

fn read_hide(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.hide = text
        .split(',')
        .map(|part| word(part.trim(), &PARTS))
        .collect::<Result<_, _>>()?;
    Ok(())
}

fn print_hide(settings: &Settings) -> String {
    join(
        &settings
            .hide
            .iter()
            .map(|part| name(*part, &PARTS))
            .collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Method;

    fn settings_of(link: &str) -> Settings {
        let (settings, complaints) = read_link(link);
        assert_eq!(complaints, [], "{link}");
        settings
    }

    #[test]
    fn an_empty_link_is_the_default_and_the_default_is_an_empty_link() {
        assert_eq!(settings_of(""), Settings::default());
        assert_eq!(write_link(&Settings::default(), true), "");
    }

    #[test]
    fn a_link_is_written_as_it_was_read() {
        for link in [
            "x=randn(20,6,10,10)&at=0,0,0,0",
            "view=compare&x=samples(4,6,4,4)&seed=7&layer=BatchNorm2d(6)&mode=eval&steps=3",
            "layer=LayerNorm([6,4,4],eps=0.001)&weight=2&bias=1,2,3,4,5,6&t=1.5",
            "layer=Norm(N=1,C=C/3,H=H,W=W)&axes=N+C+H+W&cut=C3&theme=dark&hide=code,formula",
            "x=randn(2,4,3,4,4)&layer=InstanceNorm3d(4)&axes=N+C+D+H+W&color=set&by=channel",
            "x=rand(3,5,8)&layer=RMSNorm(8)&poke=0,1,2:-4.5&cam=40,20,1.5",
            "x=randn(8,6)&layer=BatchNorm1d(6,momentum=None)",
        ] {
            assert_eq!(write_link(&settings_of(link), true), link);
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_and_the_rest_works() {
        let (settings, complaints) =
            read_link("?seed=-1&t=9&nonsense=1&mode=test&x=randn(4,0,2)&layer=GroupNorm(2,6)");
        let keys: Vec<&str> = complaints.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["nonsense", "x", "seed", "mode", "t"]);
        assert_eq!(settings.groups().map(|g| g.0), Some(2));
        assert_eq!(
            Settings {
                layer: Settings::default().layer,
                wanted_groups: 3,
                ..settings
            },
            Settings::default()
        );
    }

    #[test]
    fn hostile_links_leave_the_settings_in_range() {
        let values = [
            "",
            "NaN",
            "-1",
            "1e999",
            "99999999999999999999",
            "a,b",
            "0,0,0,0,0,0,0",
            "%00",
            "((((",
            "1:1",
            "∞",
        ];
        for key in KEYS.iter().map(|key| key.name) {
            for value in values {
                let (settings, _) = read_link(&format!("{key}={value}"));
                assert!((0.0..=LAST_STAGE).contains(&settings.t), "{key}={value}");
                let shape = settings.shape().to_vec();
                let inside = |at: &Vec<usize>| {
                    at.len() == shape.len() && at.iter().zip(&shape).all(|(i, n)| i < n)
                };
                assert!(settings.at.as_ref().is_none_or(inside), "{key}={value}");
                assert!(
                    settings
                        .poke
                        .as_ref()
                        .is_none_or(|p| inside(&p.at) && p.value.is_finite())
                );
                assert!(settings.steps <= MAX_STEPS);
                assert_eq!(
                    read_link(&write_link(&settings, true)).0,
                    settings,
                    "{key}={value}"
                );
            }
        }
    }

    #[test]
    fn a_change_of_an_axis_rewrites_the_layer_and_keeps_the_wish_for_groups() {
        let mut settings = Settings::default();
        settings.set_axis(1, 8);
        assert_eq!(
            settings.layer.to_string(),
            "GroupNorm(2,8)",
            "3 does not divide 8"
        );
        settings.set_axis(1, 12);
        assert_eq!(settings.layer.to_string(), "GroupNorm(3,12)");
        settings.set_method(Method::Batch);
        settings.set_rank(5);
        assert_eq!(settings.layer.to_string(), "BatchNorm3d(4)");
        settings.pin(Some(vec![1, 3, 2, 3, 3]));
        settings.set_axis(4, 2);
        assert_eq!(
            settings.at,
            Some(vec![1, 3, 2, 3, 1]),
            "clamped with its axis"
        );
    }

    #[test]
    fn gamma_turns_affine_on_and_an_instance_norm_learns_nothing_by_itself() {
        let mut settings = Settings::default();
        settings.set_method(Method::Instance);
        assert_eq!(settings.affine(), (false, false));
        settings.set_weight(Some(PerChannel::One(2.0)));
        assert_eq!(settings.layer.to_string(), "InstanceNorm2d(6,affine=True)");
    }
}
