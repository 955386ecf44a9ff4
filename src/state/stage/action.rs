//! What can be asked of a page.

/// One thing that a key, a button of the bar or the speaker's window asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The next beat
    Next,
    /// The beat before
    Previous,
    /// The first beat of the lesson
    First,
    /// Its last beat
    Last,
    /// The next stage of the figure
    Step,
    /// One of the four methods of the comparison, counted from 0
    Method(usize),
    /// The next smaller number of groups
    FewerGroups,
    /// The next larger one
    MoreGroups,
    /// One sample less
    FewerSamples,
    /// One more
    MoreSamples,
    /// The next panel
    Panel,
    /// Present, where the page is not presented yet
    Present,
    /// A black screen, or the page again
    Blank,
    /// All of the screen, or the window again
    FullScreen,
    /// The other ground: light or dark
    Theme,
    /// The list of keys
    Help,
    /// The code of the link
    QrCode,
    /// Light around the pointer alone
    Spotlight,
    /// A larger circle of light
    LargerSpot,
    /// A smaller one
    SmallerSpot,
    /// The circle of light further to the right and down, in steps
    MoveSpot(i8, i8),
    /// Draw on the figure
    Pen,
    /// One of the pen's colours, counted from 0
    Color(usize),
    /// Take the last line back
    Undo,
    /// Take all lines away
    Clear,
    /// The speaker's window
    Speaker,
    /// Leave what was begun last: the list of keys, the pen, …, and at last the presentation
    Leave,
}

/// The actions that a message names, with what they are called there.
const NAMES: [(&str, Action); 13] = [
    ("next", Action::Next),
    ("previous", Action::Previous),
    ("first", Action::First),
    ("last", Action::Last),
    ("step", Action::Step),
    ("panel", Action::Panel),
    ("blank", Action::Blank),
    ("theme", Action::Theme),
    ("qr", Action::QrCode),
    ("spotlight", Action::Spotlight),
    ("pen", Action::Pen),
    ("clear", Action::Clear),
    ("leave", Action::Leave),
];

impl Action {
    /// Its name in messages; `None` for what a key of this window alone can ask for.
    pub fn name(self) -> Option<&'static str> {
        let found = NAMES.iter().find(|(_, action)| *action == self);
        found.map(|(name, _)| *name)
    }

    /// The action of a name.
    pub fn find(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(of, _)| *of == name);
        found.map(|(_, action)| *action)
    }

    /// Whether it goes from beat to beat. What covers the page is taken away by it, and nothing else happens then:
    /// so the audience sees each beat that was passed.
    pub fn is_turn(self) -> bool {
        matches!(self, Self::Next | Self::Previous | Self::First | Self::Last)
    }

    /// Whether a key that is held down goes on with it.
    pub fn repeats(self) -> bool {
        matches!(
            self,
            Self::FewerGroups
                | Self::MoreGroups
                | Self::FewerSamples
                | Self::MoreSamples
                | Self::LargerSpot
                | Self::SmallerSpot
                | Self::MoveSpot(..)
                | Self::Undo
        )
    }
}
