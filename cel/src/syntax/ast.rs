//! The tree of an expression; macros are already expanded in it.

use std::sync::Arc;

/// A node; `id` is unique in its tree and indexes what the checker learns about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Number of the node.
    pub id: u32,
    /// What the node is.
    pub kind: ExprKind,
}

/// The kinds of node.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A literal.
    Literal(Literal),
    /// A name; a leading dot asks for the root scope.
    Ident(String),
    /// `operand.field`, or with `test` whether it is there.
    Select {
        /// What is selected from.
        operand: Box<Expr>,
        /// Name of the field.
        field: String,
        /// Made by `has()`.
        test: bool,
    },
    /// A call of a function or an operator.
    Call {
        /// The receiver.
        target: Option<Box<Expr>>,
        /// Name of the function; operators are written like `_+_`.
        function: String,
        /// The arguments without the receiver.
        args: Vec<Expr>,
    },
    /// `[a, ?b]`
    List {
        /// The elements.
        elements: Vec<Expr>,
        /// Which elements are marked `?`.
        optional: Vec<bool>,
    },
    /// `{k: v, ?k: v}`
    Map(Vec<Entry>),
    /// `Type{field: value}`
    Struct {
        /// Name of the type.
        name: String,
        /// The fields given.
        fields: Vec<FieldInit>,
    },
    /// What macros over lists and maps become.
    Comprehension(Box<Comprehension>),
}

/// An entry of a map literal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Expr,
    /// The value.
    pub value: Expr,
    /// Marked `?`.
    pub optional: bool,
}

/// A field of a message literal.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldInit {
    /// Name of the field.
    pub name: String,
    /// Its value.
    pub value: Expr,
    /// Marked `?`.
    pub optional: bool,
    /// Byte offset of the field, for faults.
    pub offset: usize,
}

/// A fold over a list or a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Comprehension {
    /// What is iterated.
    pub range: Expr,
    /// Name of the element, or of the key where `var2` is set.
    pub var: String,
    /// Name of the value in the two-variable form.
    pub var2: Option<String>,
    /// Name of the accumulator.
    pub accu: String,
    /// Its first value.
    pub init: Expr,
    /// Whether to go on.
    pub condition: Expr,
    /// Its next value.
    pub step: Expr,
    /// The value of the whole.
    pub result: Expr,
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// `1`
    Int(i64),
    /// `1u`
    Uint(u64),
    /// `1.0`
    Double(f64),
    /// `'text'`
    String(Arc<str>),
    /// `b'bytes'`
    Bytes(Arc<[u8]>),
}

impl Expr {
    /// Calls `f` for this node and every node below it, parents first.
    pub fn walk<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        f(self);
        self.children(&mut |child| child.walk(f));
    }

    /// Calls `f` for the nodes right below this one.
    pub fn children<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Ident(_) => {}
            ExprKind::Select { operand, .. } => f(operand),
            ExprKind::Call { target, args, .. } => {
                target.iter().for_each(|t| f(t));
                args.iter().for_each(f);
            }
            ExprKind::List { elements, .. } => elements.iter().for_each(f),
            ExprKind::Map(entries) => entries.iter().for_each(|e| {
                f(&e.key);
                f(&e.value);
            }),
            ExprKind::Struct { fields, .. } => fields.iter().for_each(|field| f(&field.value)),
            ExprKind::Comprehension(c) => {
                for e in [&c.range, &c.init, &c.condition, &c.step, &c.result] {
                    f(e);
                }
            }
        }
    }

    /// The name a chain of selections spells (`a.b.c`), if it is nothing else.
    pub fn qualified_name(&self) -> Option<String> {
        match &self.kind {
            ExprKind::Ident(name) => Some(name.clone()),
            ExprKind::Select { operand, field, test: false } => {
                Some(format!("{}.{field}", operand.qualified_name()?))
            }
            _ => None,
        }
    }
}
