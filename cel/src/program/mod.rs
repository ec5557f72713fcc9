//! Checked expressions made ready to run, and the run itself under a budget.

mod charge;
mod node;
mod plan;
mod run;

use crate::check::Checked;
use crate::environment::Environment;
use crate::value::{Error, Value};

/// What one evaluation may cost.
pub const COST_LIMIT: u64 = 1_000_000;

/// A program: compiled once, run any number of times, from any thread.
#[derive(Debug)]
pub struct Program {
    root: node::Node,
    locals: usize,
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The value, or why there is none.
    pub result: Result<Value<'a>, Error>,
    /// What the run cost, as upstream counts.
    pub cost: u64,
}

/// What a variable holds: a value, a fault that shows when it is read, or nothing.
pub type Variable<'a> = Option<Result<Value<'a>, Error>>;

/// The fields of a variable, computed when they are read.
pub trait LazyFields<'a> {
    /// A field, or why it has no value; `None` for a field that is not there.
    fn get(&self, name: &str) -> Option<Result<Value<'a>, Error>>;
}

/// Which variable has such fields, by its position, and the fields.
#[derive(Clone, Copy)]
pub struct Lazy<'r, 'a> {
    /// Position of the variable in its environment.
    pub index: usize,
    /// Its fields.
    pub fields: &'r dyn LazyFields<'a>,
}

impl std::fmt::Debug for Lazy<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lazy").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Program {
    /// Makes a checked expression ready to run.
    ///
    /// # Errors
    /// A constant part of it has no value.
    pub fn new(env: &Environment, checked: &Checked) -> Result<Self, Error> {
        let (root, locals) = plan::plan(env, checked)?;
        Ok(Self { root, locals })
    }

    /// Runs it. `variables` are those of the environment in their order; it ends with a fault once
    /// it has cost more than `limit`.
    pub fn run<'a>(&'a self, variables: &[Variable<'a>], limit: u64) -> Outcome<'a> {
        run::run(&self.root, self.locals, variables, None, limit)
    }

    /// The same, where one variable has fields that are computed when they are read; its own place
    /// in `variables` is not looked at.
    pub fn run_with<'a>(
        &'a self,
        variables: &[Variable<'a>],
        lazy: Lazy<'_, 'a>,
        limit: u64,
    ) -> Outcome<'a> {
        run::run(&self.root, self.locals, variables, Some(lazy), limit)
    }
}
