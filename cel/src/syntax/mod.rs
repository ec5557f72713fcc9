//! From text to a tree: tokens, the grammar, macros, and where in the text a fault lies.

mod ast;
mod lexer;
mod literal;
pub(crate) mod macros;
mod parser;
mod source;

pub use ast::{Comprehension, Entry, Expr, ExprKind, FieldInit, Literal};
pub(crate) use parser::parse;
pub use parser::{MAX_DEPTH, MAX_LENGTH};
pub(crate) use parser::{Parsed, Syntax};
pub use source::{Issue, Issues, Source};
