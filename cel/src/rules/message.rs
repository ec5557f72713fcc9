//! What is said of an object that a rule refuses.

use super::Rule;
use super::compile::CompiledRule;
use crate::program::{COST_LIMIT, Variable};
use crate::value::{ErrorKind, Value};

/// How long a message made by an expression may be, in bytes.
const MAX_MESSAGE: usize = 5 * 1024;

/// What came of a message expression.
pub(super) enum Made {
    /// The message.
    Text(String),
    /// None, so the rule's fixed message stands in.
    Nothing,
    /// The budget is spent; these words are all that is said.
    Exhausted(String),
}

/// Runs the message expression of a rule and takes its cost off the budget.
pub(super) fn make<'a>(
    rule: &Rule,
    compiled: &'a CompiledRule,
    variables: &[Variable<'a>],
    budget: &mut i64,
) -> Made {
    let Some(program) = &compiled.message else { return Made::Nothing };
    let outcome = program.run(variables, COST_LIMIT);
    let Some(left) =
        i64::try_from(outcome.cost).ok().and_then(|c| budget.checked_sub(c)).filter(|l| *l >= 0)
    else {
        return Made::Exhausted(
            "messageExpression evaluation failed due to running out of cost budget, no further \
             validation rules will be run"
                .to_owned(),
        );
    };
    let text = match outcome.result {
        Err(e) if e.kind() == ErrorKind::Cost => {
            return Made::Exhausted(format!(
                "no further validation rules will be run due to call cost exceeds limit for \
                 messageExpression: {:?}",
                rule.message_expression
            ));
        }
        Ok(Value::String(text)) => text.trim().to_owned(),
        _ => String::new(),
    };
    *budget = left;
    let usable = !text.is_empty() && text.len() <= MAX_MESSAGE && !text.contains('\n');
    if usable { Made::Text(text) } else { Made::Nothing }
}

/// The fixed message of a rule.
pub(super) fn fixed(rule: &Rule) -> String {
    if rule.message.is_empty() {
        format!("failed rule: {}", name(rule))
    } else {
        rule.message.trim().to_owned()
    }
}

/// How a rule is named in faults.
pub(super) fn name(rule: &Rule) -> &str {
    if rule.message.is_empty() { rule.rule.trim() } else { rule.message.trim() }
}
