//! The stage, in English.

use super::English;
use crate::state::stage::Key;
use crate::state::words::{StageLabel, StageWords};

impl StageWords for English {
    fn stage_label(&self, label: StageLabel) -> &'static str {
        match label {
            StageLabel::WhenTaught => "In a lesson",
            StageLabel::WhenPresenting => "While presenting",
            StageLabel::WhenFigure => "The figure",
            StageLabel::WhenSpotlit => "Spotlight",
            StageLabel::WhenDrawing => "Pen",
            StageLabel::NextPart => "Next part",
            StageLabel::PreviousPart => "Part before",
            StageLabel::EndParts => "First and last part of the lesson",
            StageLabel::Blank => "Blank the screen",
            StageLabel::FullScreen => "Full screen",
            StageLabel::Theme => "Light or dark",
            StageLabel::QrCode => "QR code",
            StageLabel::Spotlight => "Spotlight",
            StageLabel::Pen => "Pen",
            StageLabel::Keys => "Keys",
            StageLabel::Present => "Present a lesson; nothing while presenting",
            StageLabel::LeaveOne => "Leave one thing: list, pen, spotlight, presentation",
            StageLabel::SpotSize => "Larger, smaller; the wheel too",
            StageLabel::SpotPlace => "Move it; the pointer too",
            StageLabel::PenColor => "Colour",
            StageLabel::Undo => "Undo",
            StageLabel::Clear => "Clear; another part or figure clears too",
            StageLabel::Stage => "Next stage; in a lesson N alone",
            StageLabel::Method => "Batch, layer, instance, group norm",
            StageLabel::Groups => "Groups",
            StageLabel::Samples => "Batch size",
            StageLabel::Panel => "Next panel",
            StageLabel::Bar => "On stage",
            StageLabel::CharacterKeys => "Letters, digits and signs are keys",
            StageLabel::CharacterKeysHint => {
                "Turn them off if you speak to your computer; this browser remembers it"
            }
            StageLabel::IsBlank => "The screen is blank",
            StageLabel::IsBlankHint => {
                "A click, Escape, or the key for the next part shows it again"
            }
            StageLabel::IsShown => "The screen is shown again",
            StageLabel::FirstPart => "This is the first part",
            StageLabel::LastPart => "This is the last part",
            StageLabel::SpotlightOn => "Spotlight on",
            StageLabel::SpotlightOff => "Spotlight off",
            StageLabel::PenUp => "Pen taken up",
            StageLabel::PenDown => {
                "Pen put down; its lines stay until another part or figure is shown"
            }
            StageLabel::InkGone => "All lines are gone",
            StageLabel::Red => "Red",
            StageLabel::Green => "Green",
            StageLabel::Ink => "Ink",
            StageLabel::Colors => "Colour of the pen",
            StageLabel::CopyLink => "Copy link",
            StageLabel::QrOfLink => "QR code of the link to this figure",
            StageLabel::LongLink => {
                "This link is too long for a QR code: copy it, or show fewer values written out"
            }
            StageLabel::DenseCode => {
                "A long link has a fine code: it may not be read from far away"
            }
            StageLabel::ClearLines => "Clear all lines",
            StageLabel::OwnAddress => {
                "This page comes from this computer itself: others cannot open the link"
            }
            StageLabel::NoAddress => {
                "This page was opened from disk: it has no address that others could open. Open the same figure on the page of your course, and show the code there"
            }
        }
    }

    fn key(&self, key: Key) -> String {
        let name = match key.name {
            "PageDown" => "Page Down".to_owned(),
            "PageUp" => "Page Up".to_owned(),
            "ArrowLeft" => "←".to_owned(),
            "ArrowRight" => "→".to_owned(),
            "ArrowUp" => "↑".to_owned(),
            "ArrowDown" => "↓".to_owned(),
            "Escape" => "Esc".to_owned(),
            " " => "Space".to_owned(),
            "Home" | "End" | "F5" => key.name.to_owned(),
            name => name.to_uppercase(),
        };
        let shift = match key.has_shift {
            Some(true) => "Shift + ",
            _ => "",
        };
        let control = if key.has_control { "Ctrl + " } else { "" };
        format!("{control}{shift}{name}")
    }
}
