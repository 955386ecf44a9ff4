//! Python as it stands in documentation and notebooks, to lines that are read one by one.

use super::cursor::Cursor;
use super::token::Token;
use super::{Expression, ParseError, Position, Statement};

/// One line, or the lines of a loop.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A statement, and where it begins
    Statement(Position, Statement),
    /// `for _ in range(count):` and what stands below it
    Repeat(Position, Expression, Vec<Line>),
}

/// Words that begin what is no assignment and no call.
const KEYWORDS: [&str; 13] = [
    "def", "class", "if", "elif", "else", "while", "return", "try", "lambda", "assert", "del",
    "raise", "async",
];

/// The lines of a text up to the first place that is not understood, and what is wrong there.
pub fn parse_listing(text: &str) -> (Vec<Line>, Option<ParseError>) {
    let text = without_prompts(text);
    let (mut cursor, fault) = Cursor::up_to_a_fault(&text);
    let mut lines = Vec::new();
    let result = cursor.lines(0, &mut lines);
    // What stands after an unknown mark is cut off, so that a fault at the end is that mark.
    let error = match (result, fault) {
        (Err(error), Some(fault)) if fault.at() <= error.at() => Some(fault),
        (Err(error), _) => Some(error),
        (Ok(()), fault) => fault,
    };
    (lines, error)
}

/// Python's prompts `>>>` and `...` as blanks; where there are any, lines without one are what was printed.
fn without_prompts(text: &str) -> String {
    let is_session = text
        .lines()
        .any(|line| line.trim_start().starts_with(">>>"));
    if !is_session {
        return text.into();
    }
    let line = |line: &str| {
        let start = line.trim_start();
        match [">>>", "..."]
            .iter()
            .find(|prompt| start.starts_with(**prompt))
        {
            Some(prompt) => line.replacen(prompt, "   ", 1),
            None => String::new(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

impl Cursor {
    /// Lines that begin to the right of `column`.
    fn lines(&mut self, column: usize, lines: &mut Vec<Line>) -> Result<(), ParseError> {
        loop {
            self.skip_newlines();
            if self.peek() == &Token::End || self.at().column <= column {
                return Ok(());
            }
            let line = self.line()?;
            // A loop ends where the next line begins.
            let is_loop = matches!(line, Some(Line::Repeat(..)));
            lines.extend(line);
            if !is_loop && self.peek() != &Token::Newline {
                self.expect_end()?;
            }
        }
    }

    /// What `with` does makes no difference, so what stands below it are lines as any other.
    fn line(&mut self) -> Result<Option<Line>, ParseError> {
        let at = self.at();
        let word = match self.peek() {
            Token::Name(name) => name.clone(),
            _ => String::new(),
        };
        match word.as_str() {
            "with" => {
                self.advance();
                let path = self.expression()?.called().unwrap_or_default();
                if !["torch.no_grad", "torch.inference_mode"].contains(&path.as_str()) {
                    let message = "after `with` stands torch.no_grad() here";
                    return Err(ParseError::new(at, message));
                }
                self.colon()?;
                match self.peek() {
                    Token::Newline | Token::End => Ok(None),
                    _ => self.nested(at, Self::line),
                }
            }
            "for" => self.nested(at, |cursor| cursor.repeat(at)).map(Some),
            word if KEYWORDS.contains(&word) => {
                let message = format!(
                    "`{word}` is not followed here; what is read are assignments and calls, as in y = m(x)"
                );
                Err(ParseError::new(at, message))
            }
            _ => Ok(Some(Line::Statement(at, self.statement()?))),
        }
    }

    fn repeat(&mut self, at: Position) -> Result<Line, ParseError> {
        self.advance();
        self.name()?;
        let range = match self.name()?.as_str() {
            "in" => self.expression()?,
            _ => return Err(self.unexpected("`in`")),
        };
        let Some(count) = range.counted() else {
            let message = "a loop that is followed here is `for _ in range(3):`";
            return Err(ParseError::new(range.at, message));
        };
        self.colon()?;
        let mut lines = Vec::new();
        self.lines(at.column, &mut lines)?;
        Ok(Line::Repeat(at, count, lines))
    }

    fn colon(&mut self) -> Result<(), ParseError> {
        match self.take(":") {
            true => Ok(()),
            false => Err(self.unexpected("`:`")),
        }
    }
}
