//! The steps of a program.

use std::collections::HashSet;
use std::sync::Arc;

use super::charge::Charge;
use crate::library::Implementation;
use crate::regex::Regex;
use crate::value::Value;

/// A step. It mirrors what upstream plans, since costs are counted by what is planned: a chain of
/// selections is one step with qualifiers.
#[derive(Debug)]
pub(super) enum Node {
    Const(Value<'static>),
    Attribute(Attribute),
    /// `has()`: whether the last qualifier finds something.
    Present(Attribute),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Equal(Box<Node>, Box<Node>, Charge),
    NotEqual(Box<Node>, Box<Node>, Charge),
    NotStrictlyFalse(Box<Node>),
    /// `x in [1, 2]` against literals.
    Member(Box<Node>, Members),
    /// `optional.or(optional)`
    OptionalOr(Box<Node>, Box<Node>),
    /// `optional.orValue(value)`
    OptionalOrValue(Box<Node>, Box<Node>),
    Call(Box<CallNode>),
    List(Vec<(Node, bool)>),
    Map(Vec<(Node, Node, bool)>),
    Message(String, Vec<(String, Node, bool)>),
    Fold(Box<Fold>),
    /// `accumulator + [element]`, in place.
    Append(usize, Box<Node>),
    /// `cel.@mapInsert(accumulator, key, value)`, in place.
    Insert(usize, Box<Node>, Box<Node>),
}

/// Literals that a value may be one of.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) values: Vec<Value<'static>>,
    pub(super) texts: HashSet<Arc<str>>,
}

/// A value and what is selected from it.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) base: Base,
    pub(super) qualifiers: Vec<Arc<Qualifier>>,
}

/// Where an attribute starts.
#[derive(Clone, Debug)]
pub(super) enum Base {
    Variable(usize, Arc<str>),
    Local(usize),
    Operand(Arc<Node>),
    Conditional(Arc<Node>, Arc<Attribute>, Arc<Attribute>),
}

/// A selection.
#[derive(Debug)]
pub(super) struct Qualifier {
    pub(super) key: Key,
    pub(super) optional: bool,
}

/// What is selected.
#[derive(Debug)]
pub(super) enum Key {
    Const(Value<'static>),
    /// The same, asking only whether it is there.
    Test(Value<'static>),
    Attribute(Attribute),
    Operand(Node),
}

pub(super) struct CallNode {
    pub(super) function: String,
    pub(super) overload: &'static str,
    pub(super) implementation: Option<Implementation>,
    pub(super) args: Vec<Node>,
    pub(super) charge: Charge,
    pub(super) regex: Option<Regex>,
    /// The first faulty argument ends the call, uncounted, before the next is looked at.
    pub(super) stops_at_fault: bool,
}

impl std::fmt::Debug for CallNode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallNode")
            .field("function", &self.function)
            .field("args", &self.args)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
pub(super) struct Fold {
    pub(super) range: Node,
    pub(super) var: usize,
    pub(super) var2: Option<usize>,
    pub(super) accu: usize,
    pub(super) init: Node,
    pub(super) condition: Node,
    pub(super) step: Node,
    pub(super) result: Node,
}
