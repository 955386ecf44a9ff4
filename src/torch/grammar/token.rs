//! Text to words.

use std::iter::Peekable;
use std::str::Chars;

use super::{ParseError, Position};

/// One word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Int(i64),
    Float(f64),
    Text(String),
    /// One of [`SYMBOLS`]
    Symbol(&'static str),
    Newline,
    End,
}

impl Token {
    /// How an error names it.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Int(value) => format!("`{value}`"),
            Self::Float(value) => format!("`{value:?}`"),
            Self::Text(_) => "a text in quotes".into(),
            Self::Symbol(symbol) => format!("`{symbol}`"),
            Self::Newline => "the end of the line".into(),
            Self::End => "the end".into(),
        }
    }
}

/// Longer ones first, so that `//` is not read as two `/`.
const SYMBOLS: [&str; 16] = [
    "**", "//", "(", ")", "[", "]", ",", ".", ":", ";", "=", "+", "-", "*", "/", "%",
];

/// Longest number that is quoted back in an error.
const QUOTED_CHARS: usize = 30;

/// Longest name; errors quote names, and compare them with others.
const NAME_CHARS: usize = 60;

/// Splits `text` into words, each with its place. Within brackets a new line does not count.
pub(super) fn tokens(text: &str) -> Result<Vec<(Position, Token)>, ParseError> {
    match tokens_up_to_a_fault(text) {
        (tokens, None) => Ok(tokens),
        (_, Some(fault)) => Err(fault),
    }
}

/// The words before the first place that is none, and what is wrong there.
pub(super) fn tokens_up_to_a_fault(text: &str) -> (Vec<(Position, Token)>, Option<ParseError>) {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        at: Position { line: 1, column: 1 },
        depth: 0,
    };
    let mut tokens = Vec::new();
    loop {
        let (at, token, fault) = match reader.next_token() {
            Ok((at, token)) => (at, token, None),
            Err(fault) => (fault.at(), Token::End, Some(fault)),
        };
        let done = token == Token::End;
        tokens.push((at, token));
        if done {
            return (tokens, fault);
        }
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    at: Position,
    /// Brackets that are open
    depth: usize,
}

impl Reader<'_> {
    fn next_token(&mut self) -> Result<(Position, Token), ParseError> {
        self.skip_blank();
        let at = self.at;
        let token = match self.rest.peek().copied() {
            None => Token::End,
            Some('\n') => {
                self.advance();
                Token::Newline
            }
            Some(c) if c.is_alphabetic() || c == '_' => self.name(at)?,
            Some(c) if c.is_ascii_digit() => self.number(at)?,
            Some('.') if self.digit_follows() => self.number(at)?,
            Some('"' | '\'') => self.quoted(at)?,
            Some(_) => self.symbol(at)?,
        };
        Ok((at, token))
    }

    fn advance(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.at.line += 1;
            self.at.column = 1;
        } else {
            self.at.column += 1;
        }
        Some(c)
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while self.rest.peek().is_some_and(|c| keep(*c)) {
            taken.extend(self.advance());
        }
        taken
    }

    fn skip_blank(&mut self) {
        while let Some(&c) = self.rest.peek() {
            match c {
                '#' => drop(self.take_while(|c| c != '\n')),
                '\n' if self.depth == 0 => return,
                _ if c.is_whitespace() => drop(self.advance()),
                _ => return,
            }
        }
    }

    fn name(&mut self, at: Position) -> Result<Token, ParseError> {
        let name = self.take_while(|c| c.is_alphanumeric() || c == '_');
        if name.chars().count() > NAME_CHARS {
            let message = format!("a name here has at most {NAME_CHARS} letters");
            return Err(ParseError::new(at, message));
        }
        let (true, Some('"' | '\'')) = (name == "f", self.rest.peek()) else {
            return Ok(Token::Name(name));
        };
        let token = self.quoted(at)?;
        match &token {
            // With an argument it may draw, or call a layer.
            Token::Text(text) if text.replace("()", "").contains('(') => {
                let message = "a call within a text is not followed; give its value a name first";
                Err(ParseError::new(at, message))
            }
            _ => Ok(token),
        }
    }

    fn digit_follows(&self) -> bool {
        self.rest.clone().nth(1).is_some_and(|c| c.is_ascii_digit())
    }

    fn number(&mut self, at: Position) -> Result<Token, ParseError> {
        let mut text = self.digits();
        let whole = text.len();
        if self.rest.peek() == Some(&'.') {
            text.extend(self.advance());
            text += &self.digits();
        }
        if let Some('e' | 'E') = self.rest.peek() {
            text.extend(self.advance());
            if let Some('+' | '-') = self.rest.peek() {
                text.extend(self.advance());
            }
            text += &self.digits();
        }
        // `6x`: what follows belongs to the number that was meant.
        text += &self.take_while(|c| c.is_alphanumeric() || c == '_');
        let quoted: String = text.chars().take(QUOTED_CHARS).collect();
        if text.len() == whole {
            let too_large = || ParseError::new(at, format!("the number `{quoted}` is too large"));
            return text.parse().map(Token::Int).map_err(|_| too_large());
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Token::Float(value)),
            Ok(_) => Err(ParseError::new(
                at,
                format!("the number `{quoted}` is too large"),
            )),
            Err(_) => Err(ParseError::new(at, format!("`{quoted}` is no number"))),
        }
    }

    /// Digits, of which Python lets `_` stand between.
    fn digits(&mut self) -> String {
        let mut digits = self.take_while(|c| c.is_ascii_digit() || c == '_');
        digits.retain(|c| c != '_');
        digits
    }

    fn quoted(&mut self, at: Position) -> Result<Token, ParseError> {
        let quote = self.advance();
        let text = self.take_while(|c| Some(c) != quote && c != '\n');
        if self.advance() == quote {
            Ok(Token::Text(text))
        } else {
            Err(ParseError::new(at, "the quotation mark is never closed"))
        }
    }

    fn symbol(&mut self, at: Position) -> Result<Token, ParseError> {
        let starts = |symbol: &&&str| {
            let mut ahead = self.rest.clone();
            symbol.chars().all(|c| ahead.next() == Some(c))
        };
        let Some(&symbol) = SYMBOLS.iter().find(starts) else {
            let c = self.rest.peek().map_or(' ', |c| *c);
            return Err(ParseError::new(
                at,
                format!("`{}` has no meaning here", c.escape_debug()),
            ));
        };
        for _ in symbol.chars() {
            self.advance();
        }
        match symbol {
            "(" | "[" => self.depth += 1,
            ")" | "]" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(Token::Symbol(symbol))
    }
}
