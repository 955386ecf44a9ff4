//! Words to a tree, by recursive descent.

use super::token::{Token, tokens};
use super::{Argument, Expression, Node, Operator, ParseError, Position, Statement, Subscript};

/// Brackets within brackets, and operations in one expression, that are followed.
/// More is no text that somebody wrote, and would exhaust the stack.
const MAX_HEIGHT: usize = 100;

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
    let mut parser = Parser::new(text)?;
    parser.skip_newlines();
    let expression = parser.expression()?;
    parser.skip_newlines();
    parser.expect_end()?;
    Ok(expression)
}

/// The lines that `text` is.
///
/// # Errors
///
/// At the first place that is not understood.
pub fn parse_program(text: &str) -> Result<Vec<Statement>, ParseError> {
    let mut parser = Parser::new(text)?;
    let mut statements = Vec::new();
    loop {
        parser.skip_newlines();
        if parser.peek() == &Token::End {
            return Ok(statements);
        }
        statements.push(parser.statement()?);
        if parser.peek() != &Token::Newline {
            parser.expect_end()?;
        }
    }
}

struct Parser {
    tokens: Vec<(Position, Token)>,
    next: usize,
    /// Brackets, signs and powers that are open
    depth: usize,
}

impl Parser {
    fn new(text: &str) -> Result<Self, ParseError> {
        Ok(Self {
            tokens: tokens(text)?,
            next: 0,
            depth: 0,
        })
    }

    fn peek(&self) -> &Token {
        &self.tokens[self.next].1
    }

    fn at(&self) -> Position {
        self.tokens[self.next].0
    }

    /// The last token, the end, stays.
    fn advance(&mut self) -> (Position, Token) {
        let token = self.tokens[self.next].clone();
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        token
    }

    fn skip_newlines(&mut self) {
        while matches!(self.peek(), Token::Newline | Token::Symbol(";")) {
            self.advance();
        }
    }

    /// Takes `symbol` if it comes next.
    fn take(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Token::Symbol(next) if *next == symbol);
        if found {
            self.advance();
        }
        found
    }

    fn unexpected(&self, wanted: &str) -> ParseError {
        let found = self.peek().describe();
        ParseError::new(self.at(), format!("{wanted} is missing before {found}"))
    }

    fn expect_end(&self) -> Result<(), ParseError> {
        match self.peek() {
            Token::End | Token::Symbol(";") => Ok(()),
            Token::Symbol(symbol @ (")" | "]")) => {
                let message = format!("`{symbol}` closes nothing");
                Err(ParseError::new(self.at(), message))
            }
            _ => Err(self.unexpected("an operator or the end of the line")),
        }
    }

    fn statement(&mut self) -> Result<Statement, ParseError> {
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
        build(at, Node::Tuple(items))
    }

    fn expression(&mut self) -> Result<Expression, ParseError> {
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
            left = build(at, Node::Operation(left.into(), operator, right.into()))?;
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
            return build(at, Node::Negative(value.into()));
        }
        let base = self.postfix()?;
        let at = self.at();
        if self.take("**") {
            let exponent = self.nested(at, Self::sign)?;
            return build(
                at,
                Node::Operation(base.into(), Operator::Power, exponent.into()),
            );
        }
        Ok(base)
    }

    /// Reads what lies one deeper.
    fn nested<T>(
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

    /// `a.b`, `a(b)`, `a[b]`, any number of them.
    fn postfix(&mut self) -> Result<Expression, ParseError> {
        let mut value = self.atom()?;
        loop {
            let at = self.at();
            let node = if self.take(".") {
                Node::Attribute(value.into(), self.name()?)
            } else if self.take("(") {
                let arguments = self.nested(at, |parser| parser.list(")", Self::argument))?;
                Node::Call(value.into(), arguments.0)
            } else if self.take("[") {
                let subscripts = self.nested(at, |parser| parser.list("]", Self::subscript))?;
                Node::Index(value.into(), subscripts.0)
            } else {
                return Ok(value);
            };
            value = build(self.start_of(&node, at), node)?;
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

    fn name(&mut self) -> Result<String, ParseError> {
        let Token::Name(name) = self.peek().clone() else {
            return Err(self.unexpected("a name"));
        };
        self.advance();
        Ok(name)
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
                let items = self.nested(at, |parser| parser.list("]", Self::expression))?;
                return build(at, Node::List(items.0));
            }
            _ => return Err(self.unexpected("a value")),
        };
        self.advance();
        build(at, node)
    }

    /// `(a)` is `a`; `(a,)` and `()` are tuples.
    fn parenthesis(&mut self) -> Result<Expression, ParseError> {
        let at = self.advance().0;
        let (mut items, comma) = self.nested(at, |parser| parser.list(")", Self::expression))?;
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only),
            last => {
                items.extend(last);
                build(at, Node::Tuple(items))
            }
        }
    }

    /// Items with commas between, up to `close`; and whether a comma stood after the last.
    fn list<T>(
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

fn build(at: Position, node: Node) -> Result<Expression, ParseError> {
    let mut expression = Expression {
        at,
        node,
        height: 0,
    };
    let below = expression
        .children()
        .iter()
        .map(|child| child.height + 1)
        .max();
    expression.height = below.unwrap_or(0);
    if expression.height > MAX_HEIGHT {
        return Err(too_deep(at));
    }
    Ok(expression)
}

fn too_deep(at: Position) -> ParseError {
    ParseError::new(
        at,
        format!("more than {MAX_HEIGHT} operations lie within one another"),
    )
}
