//! From the events of Markdown to blocks and pieces of text.

use super::marks::{self, Marked, Place};
use super::open::{Kind, Open, clean, paragraph};
use super::quote;
use super::{Block, Formula, Inline, Target, Wrong};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// How deep things may lie in one another; each level costs the page a step of recursion.
const DEEPEST: usize = 24;

/// The longest target of a link, in bytes.
const LONGEST_TARGET: usize = 4000;

/// What the text is made into: a block or a heading, and where it stands.
pub(super) enum Part {
    /// A heading of the first or second level: the level, its own name, its text
    Heading(usize, Option<String>, Vec<Inline>),
    /// Anything else
    Block(Block),
}

/// Things, each with its place in bytes.
pub(super) type Placed<T> = Vec<(usize, T)>;

/// Puts events together.
pub(super) struct Builder {
    open: Vec<Open>,
    parts: Placed<Part>,
    /// What is wrong, with its place in bytes
    pub faults: Placed<Wrong>,
    /// Things that are open within the deepest, and are shown without themselves
    beyond: usize,
    is_deep: bool,
}

impl Builder {
    pub fn new() -> Self {
        Self {
            open: vec![Open::new(Kind::Root, 0)],
            parts: Vec::new(),
            faults: Vec::new(),
            beyond: 0,
            is_deep: false,
        }
    }

    /// The parts in their order, each with its place in bytes.
    pub fn finish(mut self) -> (Placed<Part>, Placed<Wrong>) {
        self.flush();
        (self.parts, self.faults)
    }

    /// Takes the next event, which begins at the byte `at`.
    pub fn take(&mut self, event: Event, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(end) => self.end(end),
            Event::Text(text) => self.text(&text, at),
            Event::Code(code) => self.push(Inline::Code(clean(&code))),
            Event::InlineMath(latex) => match Formula::new(&clean(&latex), false) {
                Ok(formula) => self.push(Inline::Formula(formula)),
                Err(why) => self.not_a_formula(&latex, why, at),
            },
            Event::DisplayMath(latex) => match Formula::new(&clean(&latex), true) {
                Ok(formula) => self.push(Inline::Formula(formula)),
                Err(why) => self.not_a_formula(&latex, why, at),
            },
            Event::Html(html) | Event::InlineHtml(html) => {
                self.wrong(at, Wrong::Html);
                self.push(Inline::Text(clean(&html)));
            }
            Event::HardBreak => self.push(Inline::Break),
            Event::TaskListMarker(is_right) => {
                self.push(Inline::Text(quote::mark_of(is_right).to_owned()));
            }
            // The reader makes lines of a text of soft breaks.
            Event::FootnoteReference(_) | Event::Rule | Event::SoftBreak => {}
        }
    }

    fn not_a_formula(&mut self, latex: &str, why: String, at: usize) {
        self.wrong(at, Wrong::Formula(why));
        self.push(Inline::Code(clean(latex)));
    }

    fn wrong(&mut self, at: usize, wrong: Wrong) {
        self.faults.push((at, wrong));
    }

    fn top(&mut self) -> &mut Open {
        self.open.last_mut().expect("the root stays open")
    }

    fn push(&mut self, piece: Inline) {
        self.top().text.push(piece);
    }

    fn start(&mut self, tag: Tag, at: usize) {
        let kind = match tag {
            _ if self.beyond > 0 || self.open.len() > DEEPEST => {
                if !std::mem::replace(&mut self.is_deep, true) {
                    self.wrong(at, Wrong::Deep(DEEPEST));
                }
                self.beyond += 1;
                return;
            }
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, id, .. } => {
                Kind::Heading(level as usize, id.map(|id| id.to_string()))
            }
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Kind::Code(info.to_string()),
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Code(String::new()),
            Tag::List(start) => Kind::List(start, Vec::new()),
            Tag::Item => Kind::Item,
            Tag::Table(_) => Kind::Table(Vec::new()),
            Tag::TableHead => Kind::Head,
            Tag::TableRow => Kind::Row(Vec::new()),
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Link { dest_url, .. } => Kind::Link(dest_url.to_string()),
            Tag::Image { dest_url, .. } => Kind::Image(dest_url.to_string()),
            _ => Kind::Through,
        };
        if kind.is_block() {
            self.flush();
        }
        self.open.push(Open::new(kind, at));
    }

    /// What stands in a block without a paragraph of its own, as in a list whose items are lines.
    fn flush(&mut self) {
        let top = self.top();
        let (text, from) = (std::mem::take(&mut top.text), top.from);
        if top.kind.holds_blocks() && !text.is_empty() {
            self.block(Block::Paragraph(text), from);
        } else {
            self.top().text = text;
        }
    }

    fn block(&mut self, block: Block, from: usize) {
        if self.open.len() == 1 {
            self.parts.push((from, Part::Block(block)));
        } else {
            self.top().blocks.push(block);
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        let top = self.top();
        if let Kind::Code(_) = top.kind {
            top.text.push(Inline::Text(clean(text)));
            return;
        }
        let target = self.open.iter().rev().find_map(|open| match &open.kind {
            Kind::Link(target) => Some(target.as_str()),
            _ => None,
        });
        let is_quoted = self
            .open
            .iter()
            .any(|open| matches!(open.kind, Kind::Quote));
        let place = Place { target, is_quoted };
        let Marked { pieces, faults } = marks::read(&clean(text), place);
        self.top().text.extend(pieces);
        for (offset, wrong) in faults {
            self.wrong(at + offset, wrong);
        }
    }

    fn end(&mut self, _: TagEnd) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        self.flush();
        let Some(done) = self.open.pop() else { return };
        let from = done.from;
        let Open {
            kind,
            blocks,
            text,
            rows,
            ..
        } = done;
        match kind {
            Kind::Root => self.open.push(Open::new(Kind::Root, 0)),
            Kind::Through => {
                self.top().text.extend(text);
                for block in blocks {
                    self.block(block, from);
                }
            }
            Kind::Paragraph => self.block(paragraph(text), from),
            Kind::Heading(level @ 1..=2, id) if self.open.len() == 1 => {
                self.parts.push((from, Part::Heading(level, id, text)));
            }
            Kind::Heading(..) => self.block(Block::Heading(text), from),
            Kind::Quote => {
                let block = quote::read(blocks).unwrap_or_else(|wrong| {
                    self.wrong(from, wrong);
                    Block::Quote(Vec::new())
                });
                self.block(block, from);
            }
            Kind::List(start, items) => self.block(Block::List(start, items), from),
            Kind::Item => match &mut self.top().kind {
                Kind::List(_, items) => items.push(blocks),
                _ => self.top().blocks.extend(blocks),
            },
            Kind::Code(info) => self.code(&info, &super::plain(&text), from),
            Kind::Table(head) => self.block(Block::Table(head, rows), from),
            Kind::Head => {
                if let Kind::Table(head) = &mut self.top().kind {
                    *head = rows.into_iter().flatten().collect();
                }
            }
            Kind::Row(cells) => self.top().rows.push(cells),
            Kind::Cell => match &mut self.top().kind {
                Kind::Row(cells) => cells.push(text),
                _ => self.top().rows.push(vec![text]),
            },
            Kind::Emphasis => self.push(Inline::Emphasis(text)),
            Kind::Strong => self.push(Inline::Strong(text)),
            Kind::Link(target) => self.link(&target, text, from),
            Kind::Image(address) => self.image(address, super::plain(&text), from),
        }
    }

    fn code(&mut self, info: &str, code: &str, from: usize) {
        let Some(source) = info.trim().strip_prefix("recorded") else {
            return self.block(Block::Code(code.to_owned()), from);
        };
        if source.trim().is_empty() {
            self.wrong(from, Wrong::NoSource);
        }
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
        let rows = code.lines().filter(|line| !line.trim().is_empty());
        let rows = rows.map(cells).collect();
        self.block(Block::Recorded(clean(source.trim()), rows), from);
    }

    fn link(&mut self, to: &str, text: Vec<Inline>, from: usize) {
        let is_secure = to.starts_with("https://") && to == clean(to);
        let target = match to.as_bytes().first() {
            _ if to.len() > LONGEST_TARGET => {
                self.wrong(
                    from,
                    Wrong::Target(clean(&to.chars().take(40).collect::<String>())),
                );
                self.top().text.extend(text);
                return;
            }
            Some(b'?') => Target::Figure(to[1..].to_owned()),
            Some(b'#') => Target::Beat(to[1..].to_owned()),
            _ if is_secure => Target::Web(to.to_owned()),
            _ => {
                self.wrong(from, Wrong::Target(clean(to)));
                self.top().text.extend(text);
                return;
            }
        };
        self.push(Inline::Link(target, text));
    }

    fn image(&mut self, address: String, alt: String, from: usize) {
        let is_data = address.starts_with("data:image/");
        let is_beside = !address.contains(':') && !address.starts_with(['/', '\\']);
        if is_data || (is_beside && !address.is_empty()) {
            self.push(Inline::Image(address, alt));
        } else {
            self.wrong(from, Wrong::Image(clean(&address)));
            self.push(Inline::Text(alt));
        }
    }
}
