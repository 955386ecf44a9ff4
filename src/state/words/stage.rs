//! What is said on stage: keys, pen, spotlight, the code of the link.

use crate::state::stage::Key;

/// A text of the stage that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its English text")]
pub enum StageLabel {
    WhenTaught,
    WhenPresenting,
    WhenFigure,
    WhenSpotlit,
    WhenDrawing,
    NextPart,
    PreviousPart,
    EndParts,
    Blank,
    FullScreen,
    Theme,
    QrCode,
    Spotlight,
    Pen,
    Keys,
    Present,
    LeaveOne,
    SpotSize,
    SpotPlace,
    PenColor,
    Undo,
    Clear,
    Stage,
    Method,
    Groups,
    Samples,
    Panel,
    Bar,
    CharacterKeys,
    CharacterKeysHint,
    IsBlank,
    IsBlankHint,
    IsShown,
    FirstPart,
    LastPart,
    SpotlightOn,
    SpotlightOff,
    PenUp,
    PenDown,
    InkGone,
    Red,
    Green,
    Ink,
    Colors,
    CopyLink,
    QrOfLink,
    LongLink,
    DenseCode,
    NoAddress,
    OwnAddress,
    ClearLines,
}

/// The words of the stage.
pub trait StageWords {
    /// The words of a key, a button or a notice.
    fn stage_label(&self, label: StageLabel) -> &'static str;

    /// What is written on a key.
    fn key(&self, key: Key) -> String;
}
