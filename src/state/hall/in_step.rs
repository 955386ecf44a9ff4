//! Two windows that show the same: the page before the audience, and the speaker's.
//!
//! Each counts what was said. Who has something newer says it, one thing at a time; who hears it shows it and
//! has nothing to say of it. If both spoke at once, the speaker's window gives way, and both show the same again.

use crate::state::Cam;

/// What is shown at a moment, as far as both windows share it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The link, without the camera and without what each window has of its own
    pub link: String,
    /// The camera
    pub cam: Cam,
    /// The stage that the running clock has reached
    pub running: Option<f64>,
    /// Which of the panels is chosen
    pub panel: usize,
}

/// A moment that one window tells the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// How many things had been said by then, with this one
    pub count: u64,
    /// What is shown
    pub moment: Moment,
}

/// Which of the two windows one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The page before the audience
    Audience,
    /// The speaker's window
    Speaker,
}

/// What a window knows of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct InStep {
    side: Side,
    count: u64,
    /// What both show, as far as this one knows
    shared: Option<Moment>,
    /// Whether something was said that the other has not answered
    is_on_the_way: bool,
    is_frozen: bool,
}

impl InStep {
    /// Nothing was said yet.
    pub fn new(side: Side) -> Self {
        Self {
            side,
            count: 0,
            shared: None,
            is_on_the_way: false,
            is_frozen: false,
        }
    }

    /// Whether the other window is left as it is.
    pub fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    /// What has to be told of what is shown now: nothing while it is the same, while the last thing is on its way,
    /// and while the audience's page is frozen.
    pub fn tell(&mut self, now: &Moment) -> Option<Said> {
        if self.is_frozen || self.is_on_the_way || self.shared.as_ref() == Some(now) {
            return None;
        }
        self.count += 1;
        self.shared = Some(now.clone());
        self.is_on_the_way = true;
        Some(self.said(now))
    }

    /// The other window tells something: whether it is to be shown.
    pub fn hear(&mut self, said: &Said) -> bool {
        let gives_way = self.side == Side::Speaker && said.count == self.count;
        let is_newer = said.count > self.count || gives_way;
        // What is told while one prepares something is older than that.
        self.count = self.count.max(said.count);
        is_newer && !self.is_frozen
    }

    /// What was heard is shown; `now` is what this window makes of it.
    pub fn shown(&mut self, now: Moment) {
        self.shared = Some(now);
    }

    /// The other window has shown what it was told.
    pub fn answered(&mut self) {
        self.is_on_the_way = false;
    }

    /// The two have found one another: the first to speak is who knows more, and of two that know as much the audience's page.
    /// Gives what is to be said to a window that had counted so far.
    pub fn meet(&mut self, other_count: u64, now: &Moment) -> Option<Said> {
        self.is_on_the_way = false;
        let is_first = match self.side {
            Side::Audience => self.count >= other_count,
            Side::Speaker => self.count > other_count,
        };
        if !is_first {
            // It will hear what the other shows: what it shows itself is no news.
            self.shared = Some(now.clone());
            return None;
        }
        self.shared = None;
        self.tell(now)
    }

    /// How many things were said.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Leaves the other window as it is.
    pub fn freeze(&mut self) {
        self.is_frozen = true;
    }

    /// Shows the other window what was prepared meanwhile, whatever became of it.
    pub fn unfreeze(&mut self, now: &Moment) -> Option<Said> {
        self.is_frozen = false;
        self.is_on_the_way = false;
        self.shared = None;
        self.tell(now)
    }

    fn said(&self, moment: &Moment) -> Said {
        Said {
            count: self.count,
            moment: moment.clone(),
        }
    }
}
