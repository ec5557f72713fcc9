//! Why an expression has no value.

use std::fmt;

/// The kinds of fault that callers tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A map or an object has no such key.
    NoSuchKey,
    /// A list has no such index.
    Index,
    /// Division or modulus by zero.
    DivideByZero,
    /// A number, duration or time out of its range.
    Range,
    /// No overload takes the arguments given.
    NoSuchOverload,
    /// The evaluation cost more than it may.
    Cost,
    /// A fault that upstream has as a panic: it ends the evaluation whatever surrounds it.
    Internal,
    /// Anything else.
    Other,
}

/// Why an expression has no value. The text is upstream's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Fault>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    kind: ErrorKind,
    message: String,
    cost: u64,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Fault { kind, message: message.into(), cost: 0 }))
    }

    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Other, message)
    }

    pub(crate) fn range(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Range, message)
    }

    pub(crate) fn no_such_key(key: impl fmt::Display) -> Self {
        Self::new(ErrorKind::NoSuchKey, format!("no such key: {key}"))
    }

    pub(crate) fn index(index: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Index, format!("index out of bounds: {index}"))
    }

    pub(crate) fn no_such_overload(call: impl fmt::Display) -> Self {
        Self::new(ErrorKind::NoSuchOverload, format!("no such overload: {call}"))
    }

    /// The budget is spent; `cost` is what the refused step would have cost.
    pub(crate) fn cost(cost: u64) -> Self {
        let message = "operation cancelled: actual cost limit exceeded".to_owned();
        Self(Box::new(Fault { kind: ErrorKind::Cost, message, cost }))
    }

    pub(crate) fn refused_cost(&self) -> u64 {
        self.0.cost
    }

    /// The kind of fault.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether no operator may turn this into a value.
    pub fn is_final(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Cost | ErrorKind::Internal)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}
