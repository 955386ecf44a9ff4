//! The signs of the bar: lines in a box of 24 × 24.

use crate::state::stage::Action;

/// What is drawn on the button of an action.
pub fn path(action: Action) -> &'static str {
    match action {
        Action::Previous => "M15 5l-7 7 7 7",
        Action::Next => "M9 5l7 7-7 7",
        Action::Blank => "M3 5h18v11H3zM9 20h6M12 16v4M4 6l16 9",
        Action::Spotlight => "M12 2v3M12 19v3M2 12h3M19 12h3M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0",
        Action::Pen => "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
        Action::QrCode => {
            "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM20 14v2M18 20h2M14 20h1M18 17v0"
        }
        Action::Help => "M3 7h18v11H3zM7 11v0M11 11v0M15 11v0M8 14.5h8",
        Action::Undo => "M9 8L4 12l5 4M4 12h10a5 5 0 0 1 0 9",
        Action::Clear => "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
        Action::Speaker => "M3 4h11v9H3zM10 16v4h11V10h-4M6 17h2",
        _ => "M6 6l12 12M18 6L6 18",
    }
}
