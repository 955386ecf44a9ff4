//! A place in the text of a head.

use super::FileError;

/// Bytes of a head, read from the left; both kinds of head are literals of brackets, strings and whole numbers.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    /// Bytes of `bytes` before the place
    next: usize,
    /// Where `bytes` begins in the file
    start: u64,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], start: u64) -> Self {
        Self {
            bytes,
            next: 0,
            start,
        }
    }

    /// The byte of the file that comes next.
    pub fn place(&self) -> u64 {
        self.start + self.next as u64
    }

    /// A sentence about the place.
    pub fn fail<T>(&self, message: impl Into<String>) -> Result<T, FileError> {
        Err(FileError::new(message).at(self.place()))
    }

    /// The next byte as it stands, which may be a space.
    pub fn take(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.next).copied();
        self.next += usize::from(byte.is_some());
        byte
    }

    /// The bytes up to one that ends them, or to the end.
    pub fn take_until(&mut self, is_end: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = &self.bytes[self.next..];
        let len = rest.iter().take_while(|byte| !is_end(**byte)).count();
        self.next += len;
        &rest[..len]
    }

    /// The next byte after spaces, which stays.
    pub fn peek(&mut self) -> Option<u8> {
        while self
            .bytes
            .get(self.next)
            .is_some_and(u8::is_ascii_whitespace)
        {
            self.next += 1;
        }
        self.bytes.get(self.next).copied()
    }

    /// Whether this byte comes next; if so, it is taken.
    pub fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.next += usize::from(is_next);
        is_next
    }

    /// A sentence about a string.
    pub fn broken_string<T>(&self) -> Result<T, FileError> {
        self.fail("a string of the header does not end here, or is no plain text")
    }

    /// Takes this byte.
    pub fn expect(&mut self, byte: u8) -> Result<(), FileError> {
        if self.eat(byte) {
            return Ok(());
        }
        self.peek();
        let wanted = char::from(byte);
        self.fail(format!("`{wanted}` should stand here in the header"))
    }

    /// Nothing but spaces comes next.
    pub fn expect_end(&mut self) -> Result<(), FileError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fail("the header goes on after its last bracket"),
        }
    }

    /// Whether this word comes next; if so, it is taken.
    pub fn eat_word(&mut self, word: &str) -> bool {
        self.peek();
        let is_next = self.bytes[self.next..].starts_with(word.as_bytes());
        self.next += if is_next { word.len() } else { 0 };
        is_next
    }

    /// A whole number, not negative.
    pub fn integer(&mut self) -> Result<u64, FileError> {
        self.peek();
        let rest = &self.bytes[self.next..];
        let len = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = std::str::from_utf8(&rest[..len]).unwrap_or_default();
        let Ok(value) = digits.parse() else {
            return self.fail("a whole number from 0 to 2⁶⁴ − 1 should stand here in the header");
        };
        self.next += len;
        Ok(value)
    }

    /// The items between two brackets, each read by `item`; the comma after the last may be left out.
    ///
    /// Whether a comma stood after the last.
    pub fn items(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), FileError>,
    ) -> Result<bool, FileError> {
        loop {
            if self.eat(close) {
                return Ok(true);
            }
            item(self)?;
            if !self.eat(b',') {
                self.expect(close)?;
                return Ok(false);
            }
        }
    }
}
