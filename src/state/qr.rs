//! A link as a QR code, which an audience reads by telephone.

use super::lesson::host_of;
use qrcodegen::QrCodeEcc;
use std::fmt::Write;

/// How many modules of white stand around the code: readers need them.
const QUIET: usize = 4;

/// From this version on a code is fine: 77 modules a side, and 85 with the white around it, more than twice as many as a
/// short link has, so it is read from half as far.
const DENSE: u8 = 15;

/// A QR code with error correction M: some 15 % of it may be unreadable.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode(qrcodegen::QrCode);

/// Who can open a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Whoever is on the web
    Everybody,
    /// This computer alone, which serves the page itself
    ThisComputer,
    /// Nobody: the page has no address, for it was opened from disk
    Nobody,
}

impl Reach {
    /// Who can open this address.
    pub fn of(address: &str) -> Self {
        match host_of(address) {
            Some("localhost" | "127.0.0.1") => Self::ThisComputer,
            Some(_) => Self::Everybody,
            None => Self::Nobody,
        }
    }
}

impl QrCode {
    /// The code of a link; `None` if it is too long for one (at most 2331 bytes).
    pub fn of(link: &str) -> Option<Self> {
        qrcodegen::QrCode::encode_text(link, QrCodeEcc::Medium)
            .ok()
            .map(Self)
    }

    /// Modules of a side, with the white around.
    pub fn side(&self) -> usize {
        self.modules() + 2 * QUIET
    }

    /// Whether it is too fine to be read from far away.
    pub fn is_dense(&self) -> bool {
        self.0.version().value() >= DENSE
    }

    /// Whether a module is dark, counted from the corner of the white around.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        let [x, y] = [column, row].map(|k| k as i32 - QUIET as i32);
        self.0.get_module(x, y)
    }

    /// The dark modules as a path of SVG, in a box of [`Self::side`] × [`Self::side`].
    pub fn path(&self) -> String {
        let mut path = String::new();
        for row in 0..self.side() {
            let mut column = 0;
            while column < self.side() {
                let dark = (column..self.side()).take_while(|&k| self.is_dark(k, row));
                let length = dark.count();
                if length > 0 {
                    // A String takes whatever is written.
                    let _ = write!(path, "M{column} {row}h{length}v1h-{length}z");
                }
                column += length.max(1);
            }
        }
        path
    }

    /// The whole code as SVG, dark on white, as large as what is around it allows.
    pub fn svg(&self) -> String {
        let (side, path) = (self.side(), self.path());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
        )
    }

    fn modules(&self) -> usize {
        usize::try_from(self.0.size()).expect("a code has a size")
    }
}
