//! A rule made ready to run, or what is wrong with it.

use std::fmt;

use super::Rule;
use crate::check::Checked;
use crate::cost::{Range, SizeHints, estimate};
use crate::declared::Declared;
use crate::environment::{Environment, Version};
use crate::program::Program;
use crate::types::Type;

/// The order of the variables of a rule.
pub(super) const SELF: &str = "self";
pub(super) const OLD_SELF: &str = "oldSelf";

/// What is wrong with a rule, in upstream's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// Which kind of fault this is.
    pub kind: CompileErrorKind,
    /// The words.
    pub detail: String,
}

/// The kinds of fault of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompileErrorKind {
    /// The expression is faulty.
    Invalid,
    /// The fault is not the writer's.
    Internal,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for CompileError {}

/// A rule ready to run.
#[derive(Debug, Default)]
pub struct CompiledRule {
    /// The rule; `None` if it is empty.
    pub program: Option<Program>,
    /// Whether it mentions `oldSelf`, which makes it a transition rule.
    pub uses_old_self: bool,
    /// The most it may cost once.
    pub max_cost: u64,
    /// How often it may run in one request.
    pub max_cardinality: u64,
    /// What is said when it does not hold.
    pub message: Option<Program>,
    /// What is wrong with the expression for the message.
    pub message_error: Option<CompileError>,
    /// The most that expression may cost.
    pub message_max_cost: u64,
}

/// Compiles a rule for data of a declared type.
///
/// # Errors
/// The rule is faulty; a fault of its message expression is told in the result.
pub fn compile(
    rule: &Rule,
    declared: &Declared,
    version: Version,
) -> Result<CompiledRule, CompileError> {
    if rule.rule.trim().is_empty() {
        return Ok(CompiledRule::default());
    }
    let old = match rule.optional_old_self {
        Some(true) => Type::optional(declared.t.clone()),
        _ => declared.t.clone(),
    };
    let env = Environment::kubernetes(version)
        .with_variable(SELF, declared.t.clone())
        .with_variable(OLD_SELF, old);
    let invalid = |detail| CompileError { kind: CompileErrorKind::Invalid, detail };
    let checked =
        env.check(&rule.rule).map_err(|issues| invalid(format!("compilation failed: {issues}")))?;
    if *checked.output_type() != Type::Bool {
        return Err(invalid("cel expression must evaluate to a bool".to_owned()));
    }
    let program = Program::new(&env, &checked)
        .map_err(|e| invalid(format!("program instantiation failed: {e}")))?;
    let hints = SchemaSizes(declared);
    let mut compiled = CompiledRule {
        uses_old_self: uses_old_self(&checked),
        max_cost: estimate(&checked, &hints).max,
        max_cardinality: declared.max_cardinality(),
        program: Some(program),
        ..CompiledRule::default()
    };
    if !rule.message_expression.is_empty() {
        match message(&env, rule) {
            Ok((checked, program)) => {
                compiled.message_max_cost = estimate(&checked, &hints).max;
                compiled.message = Some(program);
            }
            Err(detail) => compiled.message_error = Some(invalid(detail)),
        }
    }
    Ok(compiled)
}

fn message(env: &Environment, rule: &Rule) -> Result<(Checked, Program), String> {
    let checked = env
        .check(&rule.message_expression)
        .map_err(|issues| format!("messageExpression compilation failed: {issues}"))?;
    if *checked.output_type() != Type::String {
        return Err("messageExpression must evaluate to a string".to_owned());
    }
    let program = Program::new(env, &checked)
        .map_err(|e| format!("messageExpression instantiation failed: {e}"))?;
    Ok((checked, program))
}

fn uses_old_self(checked: &Checked) -> bool {
    checked.uses_variable(OLD_SELF)
}

/// Sizes by the bounds of a schema; every path starts at the data the rule stands on.
struct SchemaSizes<'d>(&'d Declared);

impl SizeHints for SchemaSizes<'_> {
    fn size(&self, path: &[String]) -> Option<Range> {
        let mut declared = self.0;
        for step in path.get(1..)? {
            declared = match step.as_str() {
                "@items" | "@values" => declared.element.as_deref()?,
                // Keys are plain text, of which no bound is known here.
                "@keys" if matches!(declared.t, Type::Map(..)) => {
                    return Some(Range::fixed(0));
                }
                field => declared.fields.get(field)?,
            };
        }
        Some(Range { min: 0, max: u64::try_from(declared.max_elements).unwrap_or(0) })
    }
}
