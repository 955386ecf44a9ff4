//! Words to a tree, by recursive descent.

use super::cursor::Cursor;
use super::token::Token;
use super::{Argument, Expression, Node, Operator, ParseError, Position, Statement, Subscript};

/// Operators that bind alike, loosest first; all of these group from the left.
const LEVELS: [&[(&str, Operator)]; 2] = [
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[
        ("*", Operator::Multiply),
        ("/", Operator::Divide),
        ("//", Operator::FloorDivide),
        ("%", Operator::Modulo),
    ],
];

/// The one expression that `text` is.
///
/// # Errors
///
/// If it is none, or something follows it.
pub fn parse_expression(text: &str) -> Result<Expression, ParseError> {
    let mut cursor = Cursor::new(text)?;
    cursor.skip_newlines();
    let expression = cursor.expression()?;
    cursor.skip_newlines();
    cursor.expect_end()?;
    Ok(expression)
}

/// The expressions that `text` is, one at least, with `;` or a new line between them.
///
/// # Errors
///
/// If it is none, or something else stands among them.
pub fn parse_expressions(text: &str) -> Result<Vec<Expression>, ParseError> {
    let mut cursor = Cursor::new(text)?;
    let mut expressions = Vec::new();
    cursor.skip_newlines();
    while expressions.is_empty() || cursor.peek() != &Token::End {
        expressions.push(cursor.expression()?);
        if cursor.peek() != &Token::Newline {
            cursor.expect_end()?;
        }
        cursor.skip_newlines();
    }
    Ok(expressions)
}

/// The lines that `text` is.
///
/// # Errors
///
/// At the first place that is not understood.
pub fn parse_program(text: &str) -> Result<Vec<Statement>, ParseError> {
    let mut cursor = Cursor::new(text)?;
    let mut statements = Vec::new();
    loop {
        cursor.skip_newlines();
        if cursor.peek() == &Token::End {
            return Ok(statements);
        }
        statements.push(cursor.statement()?);
        if cursor.peek() != &Token::Newline {
            cursor.expect_end()?;
        }
    }
}

impl Cursor {
    pub(super) fn statement(&mut self) -> Result<Statement, ParseError> {
        if matches!(self.peek(), Token::Name(name) if name == "import" || name == "from") {
            while !matches!(self.peek(), Token::Newline | Token::End) {
                self.advance();
            }
            return Ok(Statement::Import);
        }
        let value = self.tuple()?;
        if self.take("=") {
            return Ok(Statement::Assign(value, self.tuple()?));
        }
        Ok(Statement::Expression(value))
    }

    /// An expression, or several with commas between.
    fn tuple(&mut self) -> Result<Expression, ParseError> {
        let at = self.at();
        let first = self.expression()?;
        if !self.take(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while !matches!(
            self.peek(),
            Token::Newline | Token::End | Token::Symbol("=" | ";")
        ) {
            items.push(self.expression()?);
            if !self.take(",") {
                break;
            }
        }
        Expression::new(at, Node::Tuple(items))
    }

    pub(super) fn expression(&mut self) -> Result<Expression, ParseError> {
        self.operation(0)
    }

    /// `level` counts into [`LEVELS`].
    fn operation(&mut self, level: usize) -> Result<Expression, ParseError> {
        let Some(operators) = LEVELS.get(level) else {
            return self.sign();
        };
        let mut left = self.operation(level + 1)?;
        while let Some(operator) = self.operator(operators) {
            let at = self.advance().0;
            let right = self.operation(level + 1)?;
            left = Expression::new(at, Node::Operation(left.into(), operator, right.into()))?;
        }
        Ok(left)
    }

    fn operator(&self, operators: &[(&str, Operator)]) -> Option<Operator> {
        let Token::Symbol(next) = self.peek() else {
            return None;
        };
        let found = operators.iter().find(|(symbol, _)| symbol == next)?;
        Some(found.1)
    }

    fn sign(&mut self) -> Result<Expression, ParseError> {
        let at = self.at();
        if self.take("+") {
            return self.nested(at, Self::sign);
        }
        if self.take("-") {
            let value = self.nested(at, Self::sign)?;
            return Expression::new(at, Node::Negative(value.into()));
        }
        let base = self.postfix()?;
        let at = self.at();
        if self.take("**") {
            let exponent = self.nested(at, Self::sign)?;
            return Expression::new(
                at,
                Node::Operation(base.into(), Operator::Power, exponent.into()),
            );
        }
        Ok(base)
    }

    /// `a.b`, `a(b)`, `a[b]`, any number of them.
    fn postfix(&mut self) -> Result<Expression, ParseError> {
        let mut value = self.atom()?;
        loop {
            let at = self.at();
            let node = if self.take(".") {
                Node::Attribute(value.into(), self.name()?)
            } else if self.take("(") {
                let arguments = self.nested(at, |cursor| cursor.list(")", Self::argument))?;
                Node::Call(value.into(), arguments.0)
            } else if self.take("[") {
                let subscripts = self.nested(at, |cursor| cursor.list("]", Self::subscript))?;
                Node::Index(value.into(), subscripts.0)
            } else {
                return Ok(value);
            };
            value = Expression::new(self.start_of(&node, at), node)?;
        }
    }

    /// A call or an attribute begins where its object begins.
    fn start_of(&self, node: &Node, at: Position) -> Position {
        match node {
            Node::Attribute(object, _) | Node::Call(object, _) | Node::Index(object, _) => {
                object.at
            }
            _ => at,
        }
    }

    fn atom(&mut self) -> Result<Expression, ParseError> {
        let at = self.at();
        let node = match self.peek().clone() {
            Token::Int(value) => Node::Int(value),
            Token::Float(value) => Node::Float(value),
            Token::Text(text) => Node::Text(text),
            Token::Name(name) => match name.as_str() {
                "None" => Node::None,
                "True" => Node::Bool(true),
                "False" => Node::Bool(false),
                _ => Node::Name(name),
            },
            Token::Symbol("(") => return self.parenthesis(),
            Token::Symbol("[") => {
                self.advance();
                let items = self.nested(at, |cursor| cursor.list("]", Self::expression))?;
                return Expression::new(at, Node::List(items.0));
            }
            _ => return Err(self.unexpected("a value")),
        };
        self.advance();
        Expression::new(at, node)
    }

    /// `(a)` is `a`; `(a,)` and `()` are tuples.
    fn parenthesis(&mut self) -> Result<Expression, ParseError> {
        let at = self.advance().0;
        let (mut items, comma) = self.nested(at, |cursor| cursor.list(")", Self::expression))?;
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only),
            last => {
                items.extend(last);
                Expression::new(at, Node::Tuple(items))
            }
        }
    }

    fn argument(&mut self) -> Result<Argument, ParseError> {
        let at = self.at();
        let value = self.expression()?;
        if !self.take("=") {
            return Ok(Argument {
                at,
                name: None,
                value,
            });
        }
        let Node::Name(name) = value.node else {
            let message = "before `=` stands the name of an argument, as in `eps=1e-3`";
            return Err(ParseError::new(at, message));
        };
        let value = self.expression()?;
        Ok(Argument {
            at,
            name: Some(name),
            value,
        })
    }

    fn subscript(&mut self) -> Result<Subscript, ParseError> {
        let from = self.bound()?;
        if self.take(":") {
            return Ok(Subscript::Slice(from, self.bound()?));
        }
        from.map(Subscript::At)
            .ok_or_else(|| self.unexpected("an index"))
    }

    fn bound(&mut self) -> Result<Option<Expression>, ParseError> {
        match self.peek() {
            Token::Symbol(":" | "]" | ",") => Ok(None),
            _ => self.expression().map(Some),
        }
    }
}
