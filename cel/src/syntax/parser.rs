//! The grammar, read by recursive descent over the precedence of operators.

use super::ast::{Entry, Expr, ExprKind, FieldInit, Literal};
use super::lexer::{self, Kind, Token};
use super::source::{Issues, Source};

/// How deep an expression may nest, counted over its expanded tree.
pub const MAX_DEPTH: usize = 250;
/// How many characters an expression may have.
pub const MAX_LENGTH: usize = 100_000;

const OPERAND: &str = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, \
                       NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const RESERVED: [&str; 16] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
];

/// Which optional parts of the language are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// `.?field`, `[?index]`, `optMap`, `optFlatMap`.
    pub(crate) optionals: bool,
    /// `optFlatMap`, which came one version later.
    pub(crate) opt_flat_map: bool,
    /// Macros over key and value.
    pub(crate) two_variables: bool,
    /// The `sortBy` macro.
    pub(crate) sort_by: bool,
    /// The `cel.bind` macro.
    pub(crate) bind: bool,
}

/// A parsed expression: its tree and the place of every node in the text.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    /// The root.
    pub(crate) expr: Expr,
    /// Byte offset of each node, by its id.
    pub(crate) offsets: Vec<usize>,
    /// The text.
    pub(crate) source: Source,
}

/// Parses `text`.
///
/// # Errors
/// The first fault of the grammar.
pub(crate) fn parse(text: &str, syntax: Syntax) -> Result<Parsed, Issues> {
    let source = Source::new(text);
    let mut issues = Issues::new(source.clone());
    let length = text.chars().count();
    if length > MAX_LENGTH {
        let message =
            format!("expression code point size exceeds limit: size: {length}, limit {MAX_LENGTH}");
        issues.report(0, message);
        return Err(issues);
    }
    let tokens = match lexer::tokens(text) {
        Ok(tokens) => tokens,
        Err(e) => {
            issues.report(e.offset, e.message);
            return Err(issues);
        }
    };
    let mut parser = Parser { tokens, at: 0, offsets: Vec::new(), depth: 0, syntax };
    let parsed = parser.expr().and_then(|expr| {
        let rest = parser.peek();
        if rest.kind != Kind::End {
            let message = format!("Syntax error: extraneous input '{}' expecting <EOF>", rest.text);
            return Err(Fault { offset: rest.offset, message });
        }
        Ok(expr)
    });
    match parsed {
        Ok(expr) if depth_exceeds(&expr, 2 * MAX_DEPTH) => {
            issues.report(0, format!("expression recursion limit exceeded: {MAX_DEPTH}"));
            // Dropping a tree takes as much stack as it is deep, which the parser has bounded.
            Err(issues)
        }
        Ok(expr) => Ok(Parsed { expr, offsets: parser.offsets, source }),
        Err(fault) => {
            issues.report(fault.offset, fault.message);
            Err(issues)
        }
    }
}

fn depth_exceeds(expr: &Expr, left: usize) -> bool {
    if left == 0 {
        return true;
    }
    let mut deep = false;
    expr.children(&mut |child| deep = deep || depth_exceeds(child, left - 1));
    deep
}

pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) message: String,
}

pub(super) type Result_<T> = Result<T, Fault>;

pub(super) struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    offsets: Vec<usize>,
    depth: usize,
    pub(super) syntax: Syntax,
}

impl<'t> Parser<'t> {
    pub(super) fn node(&mut self, offset: usize, kind: ExprKind) -> Expr {
        self.offsets.push(offset);
        Expr { id: u32::try_from(self.offsets.len() - 1).unwrap_or(u32::MAX), kind }
    }

    pub(super) fn offset_of(&self, expr: &Expr) -> usize {
        self.offsets.get(expr.id as usize).copied().unwrap_or(0)
    }

    pub(super) fn call(&mut self, offset: usize, function: &str, args: Vec<Expr>) -> Expr {
        let kind = ExprKind::Call { target: None, function: function.to_owned(), args };
        self.node(offset, kind)
    }

    fn peek(&self) -> &Token<'t> {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next(&mut self) -> Token<'t> {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.peek().kind, Kind::Symbol(s) if s == symbol)
    }

    fn eat(&mut self, symbol: &str) -> Option<usize> {
        self.is(symbol).then(|| self.next().offset)
    }

    fn expect(&mut self, symbol: &str) -> Result_<usize> {
        self.eat(symbol).ok_or_else(|| self.unexpected(&format!("'{symbol}'")))
    }

    fn unexpected(&self, expecting: &str) -> Fault {
        let token = self.peek();
        let message =
            format!("Syntax error: mismatched input '{}' expecting {expecting}", token.text);
        Fault { offset: token.offset, message }
    }

    fn deeper<T>(&mut self, f: impl FnOnce(&mut Self) -> Result_<T>) -> Result_<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("expression recursion limit exceeded: {MAX_DEPTH}");
            return Err(Fault { offset: self.peek().offset, message });
        }
        let out = f(self);
        self.depth -= 1;
        out
    }

    fn expr(&mut self) -> Result_<Expr> {
        self.deeper(|p| {
            let condition = p.logical(0)?;
            let Some(offset) = p.eat("?") else { return Ok(condition) };
            let yes = p.logical(0)?;
            p.expect(":")?;
            let no = p.expr()?;
            Ok(p.call(offset, "_?_:_", vec![condition, yes, no]))
        })
    }

    /// `||` (level 0) and `&&` (level 1), as balanced trees so that long chains stay shallow.
    fn logical(&mut self, level: usize) -> Result_<Expr> {
        let (symbol, function) = [("||", "_||_"), ("&&", "_&&_")][level];
        let mut terms = vec![self.term(level)?];
        let mut offsets = Vec::new();
        while let Some(offset) = self.eat(symbol) {
            offsets.push(offset);
            terms.push(self.term(level)?);
        }
        Ok(self.balance(function, terms, &offsets))
    }

    fn term(&mut self, level: usize) -> Result_<Expr> {
        if level == 0 { self.logical(1) } else { self.relation() }
    }

    fn balance(&mut self, function: &str, mut terms: Vec<Expr>, offsets: &[usize]) -> Expr {
        if offsets.is_empty() {
            return terms.swap_remove(0);
        }
        let middle = offsets.len().div_ceil(2);
        let right = terms.split_off(middle);
        let left = self.balance(function, terms, &offsets[..middle - 1]);
        let right = self.balance(function, right, &offsets[middle..]);
        self.call(offsets[middle - 1], function, vec![left, right])
    }

    fn left_associative(
        &mut self,
        operators: &[(&str, &str)],
        operand: fn(&mut Self) -> Result_<Expr>,
    ) -> Result_<Expr> {
        let mut left = operand(self)?;
        let mut count = 0;
        while let Some((symbol, function)) = operators.iter().find(|(s, _)| self.is(s)) {
            count += 1;
            self.chain(count)?;
            let offset = self.expect(symbol)?;
            let right = operand(self)?;
            left = self.call(offset, function, vec![left, right]);
        }
        Ok(left)
    }

    fn chain(&self, count: usize) -> Result_<()> {
        if count < 2 * MAX_DEPTH {
            return Ok(());
        }
        let message = format!("expression recursion limit exceeded: {MAX_DEPTH}");
        Err(Fault { offset: self.peek().offset, message })
    }

    fn relation(&mut self) -> Result_<Expr> {
        const OPERATORS: [(&str, &str); 7] = [
            ("==", "_==_"),
            ("!=", "_!=_"),
            ("<=", "_<=_"),
            (">=", "_>=_"),
            ("<", "_<_"),
            (">", "_>_"),
            ("in", "@in"),
        ];
        self.left_associative(&OPERATORS, Self::addition)
    }

    fn addition(&mut self) -> Result_<Expr> {
        self.left_associative(&[("+", "_+_"), ("-", "_-_")], Self::multiplication)
    }

    fn multiplication(&mut self) -> Result_<Expr> {
        self.left_associative(&[("*", "_*_"), ("/", "_/_"), ("%", "_%_")], Self::unary)
    }

    fn unary(&mut self) -> Result_<Expr> {
        for (symbol, function) in [("!", "!_"), ("-", "-_")] {
            if !self.is(symbol) {
                continue;
            }
            let first = self.peek().offset;
            let mut count = 0;
            while self.is(symbol) {
                if symbol == "-" && self.signed_number() {
                    break;
                }
                self.next();
                count += 1;
            }
            let operand = self.member()?;
            if count % 2 == 0 {
                return Ok(operand);
            }
            return Ok(self.call(first, function, vec![operand]));
        }
        self.member()
    }

    /// Whether a sign is followed by the digits it belongs to.
    fn signed_number(&self) -> bool {
        let next = self.tokens.get(self.at + 1).map(|t| &t.kind);
        self.is("-") && matches!(next, Some(Kind::Int(_) | Kind::Float(_)))
    }

    fn member(&mut self) -> Result_<Expr> {
        let mut expr = self.primary()?;
        let mut count = 0;
        loop {
            count += 1;
            self.chain(count)?;
            if let Some(dot) = self.eat(".") {
                let optional = self.optional_mark()?;
                let name = self.name()?;
                if optional {
                    let offset = self.tokens[self.at - 1].offset;
                    let field = ExprKind::Literal(Literal::String(name.into()));
                    let field = self.node(offset, field);
                    expr = self.call(dot, "_?._", vec![expr, field]);
                } else if self.is("(") {
                    let open = self.next().offset;
                    let args = self.arguments(")")?;
                    expr = self.member_call(open, expr, name, args)?;
                } else {
                    let kind = ExprKind::Select {
                        operand: Box::new(expr),
                        field: name.to_owned(),
                        test: false,
                    };
                    expr = self.node(dot, kind);
                }
            } else if let Some(open) = self.eat("[") {
                let function = if self.optional_mark()? { "_[?_]" } else { "_[_]" };
                let index = self.expr()?;
                self.expect("]")?;
                expr = self.call(open, function, vec![expr, index]);
            } else {
                return Ok(expr);
            }
        }
    }

    fn optional_mark(&mut self) -> Result_<bool> {
        let Some(offset) = self.eat("?") else { return Ok(false) };
        if self.syntax.optionals {
            return Ok(true);
        }
        Err(Fault { offset, message: "unsupported syntax '?'".to_owned() })
    }

    fn name(&mut self) -> Result_<&'t str> {
        if let Kind::Name(name) = self.peek().kind {
            self.at += 1;
            return Ok(name);
        }
        Err(self.unexpected("IDENTIFIER"))
    }

    fn arguments(&mut self, close: &str) -> Result_<Vec<Expr>> {
        let mut args = Vec::new();
        if self.eat(close).is_some() {
            return Ok(args);
        }
        loop {
            args.push(self.expr()?);
            if self.eat(",").is_none() {
                self.expect(close)?;
                return Ok(args);
            }
        }
    }

    fn primary(&mut self) -> Result_<Expr> {
        let token = self.next();
        match token.kind {
            Kind::Literal(literal) => Ok(self.node(token.offset, ExprKind::Literal(literal))),
            Kind::Bad(message) => Err(Fault { offset: token.offset, message: message.to_owned() }),
            Kind::Int(digits) => self.integer(token.offset, false, digits),
            Kind::Float(value) => {
                Ok(self.node(token.offset, ExprKind::Literal(Literal::Double(value))))
            }
            Kind::Symbol("-") => {
                let number = self.next();
                match number.kind {
                    Kind::Int(digits) => self.integer(token.offset, true, digits),
                    Kind::Float(value) => {
                        Ok(self.node(token.offset, ExprKind::Literal(Literal::Double(-value))))
                    }
                    _ => {
                        self.at -= 1;
                        Err(self.unexpected(OPERAND))
                    }
                }
            }
            Kind::Symbol("(") => {
                let inner = self.expr()?;
                self.expect(")")?;
                Ok(inner)
            }
            Kind::Symbol("[") => self.list(token.offset),
            Kind::Symbol("{") => self.map(token.offset),
            Kind::Symbol(".") => {
                let name = self.name()?;
                self.named(token.offset, format!(".{name}"), name)
            }
            Kind::Name(name) => self.named(token.offset, name.to_owned(), name),
            Kind::Symbol(_) | Kind::End => {
                self.at -= 1;
                Err(self.unexpected(OPERAND))
            }
        }
    }

    fn integer(&mut self, offset: usize, negative: bool, digits: &str) -> Result_<Expr> {
        let (digits, radix) = digits.strip_prefix("0x").map_or((digits, 10), |hex| (hex, 16));
        let sign = if negative { "-" } else { "" };
        match i64::from_str_radix(&format!("{sign}{digits}"), radix) {
            Ok(value) => Ok(self.node(offset, ExprKind::Literal(Literal::Int(value)))),
            Err(_) => Err(Fault { offset, message: "invalid int literal".to_owned() }),
        }
    }

    fn named(&mut self, offset: usize, full: String, bare: &str) -> Result_<Expr> {
        if let Some((name, open)) = self.message_name(&full) {
            return self.message(open, name);
        }
        if RESERVED.contains(&bare) || bare == "while" {
            return Err(Fault { offset, message: format!("reserved identifier: {bare}") });
        }
        if self.is("(") {
            let open = self.next().offset;
            let args = self.arguments(")")?;
            return self.global_call(open, &full, args);
        }
        Ok(self.node(offset, ExprKind::Ident(full)))
    }

    /// Looks ahead for `a.b.C{`, which makes a message and not a selection.
    fn message_name(&mut self, first: &str) -> Option<(String, usize)> {
        let mut name = first.to_owned();
        let mut at = self.at;
        loop {
            match &self.tokens.get(at)?.kind {
                Kind::Symbol("{") => {
                    let open = self.tokens[at].offset;
                    self.at = at + 1;
                    return Some((name, open));
                }
                Kind::Symbol(".") => {
                    let Kind::Name(part) = self.tokens.get(at + 1)?.kind else { return None };
                    name.push('.');
                    name.push_str(part);
                    at += 2;
                }
                _ => return None,
            }
        }
    }

    fn message(&mut self, open: usize, name: String) -> Result_<Expr> {
        let mut fields = Vec::new();
        while self.eat("}").is_none() {
            let optional = self.optional_mark()?;
            let offset = self.peek().offset;
            let field = self.name()?.to_owned();
            self.expect(":")?;
            let value = self.expr()?;
            fields.push(FieldInit { name: field, value, optional, offset });
            if self.eat(",").is_none() {
                self.expect("}")?;
                break;
            }
        }
        Ok(self.node(open, ExprKind::Struct { name, fields }))
    }

    fn list(&mut self, open: usize) -> Result_<Expr> {
        let mut elements = Vec::new();
        let mut optional = Vec::new();
        while self.eat("]").is_none() {
            optional.push(self.optional_mark()?);
            elements.push(self.expr()?);
            if self.eat(",").is_none() {
                self.expect("]")?;
                break;
            }
        }
        Ok(self.node(open, ExprKind::List { elements, optional }))
    }

    fn map(&mut self, open: usize) -> Result_<Expr> {
        let mut entries = Vec::new();
        while self.eat("}").is_none() {
            let optional = self.optional_mark()?;
            let key = self.expr()?;
            self.expect(":")?;
            let value = self.expr()?;
            entries.push(Entry { key, value, optional });
            if self.eat(",").is_none() {
                self.expect("}")?;
                break;
            }
        }
        Ok(self.node(open, ExprKind::Map(entries)))
    }
}
