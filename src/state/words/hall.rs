//! What is said of the lecture hall.

/// A text of the lecture hall that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum HallLabel {
    SpeakersWindow,
    NoWindow,
    Notes,
    NoNotes,
    NoLesson,
    PreviousBeat,
    NextBeat,
    LastBeat,
    Clock,
    Elapsed,
    StartAgain,
    InStep,
    Lost,
    Frozen,
    IsBlank,
    Blank,
    Freeze,
    Unfreeze,
    Larger,
    Smaller,
}

/// The words of the lecture hall.
pub trait HallWords {
    /// The words of a control, a heading or a hint.
    fn hall_label(&self, label: HallLabel) -> &'static str;
}
