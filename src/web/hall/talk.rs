//! What the page before the audience and the speaker's window say to one another.
//!
//! It goes through a channel that only these two have: see line.rs.

use crate::state::Cam;
use crate::state::hall::{Moment, Said};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

/// One thing that is said.
pub enum Talk {
    /// “I have heard so many moments”: the first thing, after which both know of one another
    Count(u64),
    /// What is shown
    Said(Said),
    /// What was said is shown
    Answer,
    /// Whether nothing is to be seen before the audience, or is not
    Blank(bool),
    /// The page before the audience stands still from now on
    Freeze,
    /// The lecturer's own lesson: its name and its text
    Lesson(String, String),
    /// Files that were opened
    Files(Vec<File>),
    /// The window is closed or loaded anew
    Bye,
}

impl Talk {
    /// As it is posted.
    pub fn to_js(&self) -> JsValue {
        let all: Array = match self {
            Self::Count(count) => [JsValue::from("count"), (*count as f64).into()]
                .iter()
                .collect(),
            Self::Said(said) => {
                let moment = &said.moment;
                let Cam {
                    yaw_deg,
                    pitch_deg,
                    zoom,
                    pan: [right, down],
                } = moment.cam;
                let numbers = [yaw_deg, pitch_deg, zoom, right, down, moment.panel as f64];
                let words = [
                    "said".into(),
                    (said.count as f64).into(),
                    moment.link.as_str().into(),
                    moment.running.map_or(JsValue::NULL, JsValue::from),
                ];
                words
                    .into_iter()
                    .chain(numbers.map(JsValue::from))
                    .collect()
            }
            Self::Answer => Array::of1(&"answer".into()),
            Self::Blank(is_blank) => Array::of2(&"blank".into(), &(*is_blank).into()),
            Self::Freeze => Array::of1(&"freeze".into()),
            Self::Lesson(name, text) => Array::of3(
                &"lesson".into(),
                &name.as_str().into(),
                &text.as_str().into(),
            ),
            Self::Files(files) => {
                let files = files.iter().map(JsValue::from);
                std::iter::once("files".into()).chain(files).collect()
            }
            Self::Bye => Array::of1(&"bye".into()),
        };
        all.into()
    }

    /// Reads it; `None` if another version of the page says something that this one does not know.
    pub fn read(data: JsValue) -> Option<Self> {
        let all: Array = data.dyn_into().ok()?;
        let text = |k: u32| all.get(k).as_string();
        let number = |k: u32| all.get(k).as_f64().filter(|number| number.is_finite());
        Some(match text(0)?.as_str() {
            "count" => Self::Count(number(1)? as u64),
            "said" => Self::Said(Said {
                count: number(1)? as u64,
                moment: Moment {
                    link: text(2)?,
                    running: number(3),
                    cam: Cam {
                        yaw_deg: number(4)?,
                        pitch_deg: number(5)?,
                        zoom: number(6)?,
                        pan: [number(7)?, number(8)?],
                    },
                    panel: number(9)? as usize,
                },
            }),
            "answer" => Self::Answer,
            "blank" => Self::Blank(all.get(1).as_bool()?),
            "freeze" => Self::Freeze,
            "lesson" => Self::Lesson(text(1)?, text(2)?),
            "files" => {
                let files = all.iter().skip(1).map(JsCast::dyn_into);
                Self::Files(files.collect::<Result<_, _>>().ok()?)
            }
            "bye" => Self::Bye,
            _ => return None,
        })
    }
}
