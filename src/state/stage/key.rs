//! Keys of a keyboard, whatever its layout.

/// A key that is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// What a browser calls it: `PageDown`, `b`, `?`
    pub name: &'static str,
    /// With Shift or without; `None` where Shift is a part of the sign, or makes no difference
    pub has_shift: Option<bool>,
    /// With Ctrl, or Cmd on a Mac
    pub has_control: bool,
}

/// A press of a key, as a browser tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// What it means in the layout that is chosen: `b`, `ㅠ`, `PageDown`
    pub key: String,
    /// Where it is on the keyboard, by a US layout: `KeyB`
    pub code: String,
    /// Shift
    pub has_shift: bool,
    /// Ctrl, or Cmd
    pub has_control: bool,
    /// Alt, or Option
    pub has_alt: bool,
    /// AltGr, which some systems tell as Ctrl and Alt together; it is how `[` is written on many keyboards
    pub has_alt_graph: bool,
    /// Whether it is held down and comes again
    pub is_repeat: bool,
    /// Whether it is a part of a sign that is being composed
    pub is_composing: bool,
}

impl Key {
    /// A letter, digit or sign.
    pub const fn sign(name: &'static str) -> Self {
        Self {
            name,
            has_shift: None,
            has_control: false,
        }
    }

    /// A key with a name, without Shift.
    pub const fn named(name: &'static str) -> Self {
        Self {
            has_shift: Some(false),
            ..Self::sign(name)
        }
    }

    /// The same with Shift.
    pub const fn shift(name: &'static str) -> Self {
        Self {
            has_shift: Some(true),
            ..Self::sign(name)
        }
    }

    /// The same with Ctrl.
    pub const fn control(name: &'static str) -> Self {
        Self {
            has_shift: Some(false),
            has_control: true,
            ..Self::sign(name)
        }
    }

    /// Whether it writes a letter, a digit or a sign: such keys can be turned off, for somebody who speaks to the
    /// computer presses them without meaning to (WCAG 2.1.4).
    pub fn is_character(self) -> bool {
        !self.has_control && self.name != " " && self.name.chars().count() == 1
    }

    /// Whether a press is one of this key.
    pub fn is(self, press: &Press) -> bool {
        let is_chord = press.has_control || press.has_alt;
        let fits = match self.has_control {
            true => press.has_control && !press.has_alt,
            false => !is_chord || press.has_alt_graph && self.is_character(),
        };
        let is_shift = self.has_shift.is_none_or(|has| has == press.has_shift);
        fits && is_shift && press.names(self.name)
    }
}

impl Press {
    /// Whether it is this key by what it writes; where the layout has other letters, by where it is.
    fn names(&self, name: &str) -> bool {
        let is_letter = name.len() == 1 && name.as_bytes()[0].is_ascii_alphabetic();
        if self.key == name || is_letter && self.key.eq_ignore_ascii_case(name) {
            return true;
        }
        // Shift changes no letter into another, but most signs.
        let is_placed = self.place() == Some(name) && (is_letter || !self.has_shift);
        let written = self.key.chars().next().unwrap_or_default();
        // A digit that is written with Shift, as on French keyboards.
        let is_other_digit = self.code.starts_with("Digit")
            && self.key.len() == 1
            && !written.is_ascii_alphanumeric();
        // `Process` is what an input method makes of a letter.
        let is_other_script = !self.key.is_ascii() || self.key == "Process";
        is_placed && (is_other_script || is_other_digit)
    }

    /// What is written at this place on a US keyboard.
    fn place(&self) -> Option<&'static str> {
        const SIGNS: [(&str, &str); 6] = [
            ("Period", "."),
            ("BracketLeft", "["),
            ("BracketRight", "]"),
            ("Minus", "-"),
            ("Equal", "="),
            ("Space", " "),
        ];
        const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
        const DIGITS: &str = "0123456789";
        let among = |all: &'static str, sign: &str| {
            let sign = sign.to_ascii_lowercase();
            let at = all.find(sign.as_str()).filter(|_| sign.len() == 1)?;
            Some(&all[at..=at])
        };
        if let Some(letter) = self.code.strip_prefix("Key") {
            return among(LETTERS, letter);
        }
        if let Some(digit) = self.code.strip_prefix("Digit") {
            return among(DIGITS, digit);
        }
        let found = SIGNS.iter().find(|(code, _)| *code == self.code);
        found.map(|(_, sign)| *sign)
    }
}
