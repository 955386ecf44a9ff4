//! A place among the words of a text, and what is read from it whatever the grammar.

use super::syntax::{MAX_HEIGHT, too_deep};
use super::token::{Token, tokens, tokens_up_to_a_fault};
use super::{ParseError, Position};

/// The words of a text, and the next of them.
pub(super) struct Cursor {
    tokens: Vec<(Position, Token)>,
    next: usize,
    /// Brackets, signs and powers that are open
    depth: usize,
}

impl Cursor {
    pub(super) fn new(text: &str) -> Result<Self, ParseError> {
        Ok(Self {
            tokens: tokens(text)?,
            next: 0,
            depth: 0,
        })
    }

    /// The words before the first place that is none, and what is wrong there.
    pub(super) fn up_to_a_fault(text: &str) -> (Self, Option<ParseError>) {
        let (tokens, fault) = tokens_up_to_a_fault(text);
        let cursor = Self {
            tokens,
            next: 0,
            depth: 0,
        };
        (cursor, fault)
    }

    pub(super) fn peek(&self) -> &Token {
        &self.tokens[self.next].1
    }

    pub(super) fn at(&self) -> Position {
        self.tokens[self.next].0
    }

    /// The last token, the end, stays.
    pub(super) fn advance(&mut self) -> (Position, Token) {
        let token = self.tokens[self.next].clone();
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        token
    }

    pub(super) fn skip_newlines(&mut self) {
        while matches!(self.peek(), Token::Newline | Token::Symbol(";")) {
            self.advance();
        }
    }

    /// Takes `symbol` if it comes next.
    pub(super) fn take(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Token::Symbol(next) if *next == symbol);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn unexpected(&self, wanted: &str) -> ParseError {
        let found = self.peek().describe();
        ParseError::new(self.at(), format!("{wanted} is missing before {found}"))
    }

    pub(super) fn expect_end(&self) -> Result<(), ParseError> {
        match self.peek() {
            Token::End | Token::Symbol(";") => Ok(()),
            Token::Symbol(symbol @ (")" | "]")) => {
                let message = format!("`{symbol}` closes nothing");
                Err(ParseError::new(self.at(), message))
            }
            _ => Err(self.unexpected("an operator or the end of the line")),
        }
    }

    /// Reads what lies one deeper.
    pub(super) fn nested<T>(
        &mut self,
        at: Position,
        read: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.depth == MAX_HEIGHT {
            return Err(too_deep(at));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    pub(super) fn name(&mut self) -> Result<String, ParseError> {
        let Token::Name(name) = self.peek().clone() else {
            return Err(self.unexpected("a name"));
        };
        self.advance();
        Ok(name)
    }

    /// Items with commas between, up to `close`; and whether a comma stood after the last.
    pub(super) fn list<T>(
        &mut self,
        close: &str,
        item: impl Fn(&mut Self) -> Result<T, ParseError>,
    ) -> Result<(Vec<T>, bool), ParseError> {
        let mut items = Vec::new();
        let mut comma = false;
        while !self.take(close) {
            if !items.is_empty() && !comma {
                return Err(self.unexpected(&format!("`,` or `{close}`")));
            }
            if self.peek() == &Token::End {
                return Err(self.unexpected(&format!("`{close}`")));
            }
            items.push(item(self)?);
            comma = self.take(",");
        }
        Ok((items, comma))
    }
}
