//! The lecture hall.

use super::English;
use crate::state::words::{HallLabel, HallWords};

impl HallWords for English {
    fn hall_label(&self, label: HallLabel) -> &'static str {
        match label {
            HallLabel::SpeakersWindow => "Speaker’s window",
            HallLabel::NoWindow => {
                "This browser, or the page around this one, does not allow a second window: allow pop-ups for this page, or open it on its own"
            }
            HallLabel::Notes => "Notes",
            HallLabel::NoNotes => "This part has no notes",
            HallLabel::NoLesson => "Notes are in lessons: open one, here or before the audience",
            HallLabel::PreviousBeat => "Back to the last part",
            HallLabel::NextBeat => "Next part",
            HallLabel::LastBeat => "This is the last part",
            HallLabel::Clock => "Time of day",
            HallLabel::Elapsed => "Time since the start",
            HallLabel::StartAgain => "Start the time again",
            HallLabel::InStep => "The audience sees what you see",
            HallLabel::Lost => "The audience’s page is not there: open it again, or go on alone",
            HallLabel::Frozen => "Frozen: the audience does not see what you do here",
            HallLabel::IsBlank => "The audience sees a blank page",
            HallLabel::Blank => "Blank",
            HallLabel::Freeze => "Freeze",
            HallLabel::Unfreeze => "Show it",
            HallLabel::Larger => "Larger notes",
            HallLabel::Smaller => "Smaller notes",
        }
    }
}
