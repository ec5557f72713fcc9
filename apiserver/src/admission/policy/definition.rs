//! A policy and its bindings, as both kinds of policies have them.

use bowline_api::admissionregistration::v1::{
    FailurePolicyType, MatchCondition, MatchResources, ParamKind, ParamRef, ValidationAction,
};
use bowline_cel::Version;
use bowline_cel::policy::{Condition, Expressions, Input, Wanted};
use serde_json::Value;

use super::MATCH_CONDITIONS_BUDGET;

/// A policy, compiled.
#[derive(Debug)]
pub(super) struct Policy<E> {
    pub(super) name: String,
    /// Whether the request is refused when the policy cannot be evaluated.
    pub(super) fails: bool,
    pub(super) param_kind: Option<Box<ParamKind>>,
    pub(super) constraints: Option<Box<MatchResources>>,
    pub(super) expressions: Expressions,
    pub(super) conditions: Vec<Condition>,
    /// What the policy does with requests that it matches.
    pub(super) effect: E,
}

/// What makes a policy act.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) name: String,
    pub(super) policy: String,
    pub(super) param_ref: Option<Box<ParamRef>>,
    pub(super) resources: Option<Box<MatchResources>>,
    /// What happens to requests that a validating policy is against.
    pub(super) actions: Vec<ValidationAction>,
}

/// The parts of a policy that both kinds have, as its object says them.
pub(super) struct Common<'p> {
    pub(super) name: &'p str,
    pub(super) failure_policy: Option<&'p FailurePolicyType>,
    pub(super) param_kind: Option<&'p ParamKind>,
    pub(super) constraints: Option<&'p MatchResources>,
    pub(super) match_conditions: &'p [MatchCondition],
    /// Names and expressions.
    pub(super) variables: Vec<(&'p str, &'p str)>,
    pub(super) mutates: bool,
}

impl<E> Policy<E> {
    /// Compiles a policy; what is faulty in it shows when it is evaluated.
    pub(super) fn new(common: Common<'_>, effect: impl FnOnce(&Expressions) -> E) -> Self {
        let has_params = common.param_kind.is_some();
        let expressions =
            Expressions::new(Version::STORED, has_params, common.mutates, common.variables);
        let conditions = common.match_conditions.iter();
        Self {
            name: common.name.to_owned(),
            fails: common.failure_policy != Some(&FailurePolicyType::Ignore),
            param_kind: common.param_kind.cloned().map(Box::new),
            constraints: common.constraints.cloned().map(Box::new),
            conditions: conditions
                .map(|condition| expressions.condition(&condition.expression, Wanted::Bool, true))
                .collect(),
            effect: effect(&expressions),
            expressions,
        }
    }

    /// Whether the match conditions of the policy hold.
    ///
    /// # Errors
    /// What went wrong, if no condition says no and the policy does not put up with faults.
    pub(super) fn matches(&self, input: &Input<'_>) -> Result<bool, String> {
        let doubt = |fault: String| if self.fails { Err(fault) } else { Ok(false) };
        if self.conditions.is_empty() {
            return Ok(true);
        }
        // Match conditions do not see the namespace.
        let input = Input { namespace: &Value::Null, ..input.clone() };
        let evaluated =
            self.expressions.evaluate(&self.conditions, &input, MATCH_CONDITIONS_BUDGET);
        let results = match evaluated {
            Ok(evaluation) => evaluation.results,
            Err(error) => return doubt(error.to_string()),
        };
        let mut faults = Vec::new();
        for result in results {
            match result.map(|value| value.as_bool()) {
                Ok(Some(false)) => return Ok(false),
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
        match faults.as_slice() {
            [] => Ok(true),
            [only] => doubt(only.clone()),
            several => doubt(format!("[{}]", several.join(", "))),
        }
    }
}
