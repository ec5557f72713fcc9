//! Label selectors: which objects are meant, said by their labels.
//!
//! A [`Selector`] is a list of [`Requirement`]s that must all hold, or nothing at all. It is read
//! from text (`app=web,tier in (a,b),!canary,cpus>2`), from the `LabelSelector` of an object, or
//! made from a set of labels.
//!
//! Upstream: `apimachinery/pkg/labels`, `pkg/apis/meta/v1/helpers.go`.

mod label_selector;
mod lexer;
mod parser;
mod requirement;
mod selector;
#[cfg(test)]
mod tests;

pub use label_selector::{
    OperatorError, SelectorError, format_label_selector, labels_from_equalities,
};
pub use parser::ParseSelectorError;
pub use requirement::{Operator, Requirement};
pub use selector::{MatchesLabels, Selector};
