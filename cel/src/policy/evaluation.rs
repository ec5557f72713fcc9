//! Running the expressions of a policy on a request.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use serde_json::Value as Json;

use super::expressions::{Condition, Expressions};
use crate::authorizer::{Attributes, Authorizer};
use crate::program::{COST_LIMIT, Lazy, LazyFields, Variable};
use crate::value::{Error, Opaque, ResourceCheck, Value};

/// A request, as the expressions of a policy see it; `Null` for what is not there.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The object that is to be stored.
    pub object: &'a Json,
    /// The object that is there.
    pub old_object: &'a Json,
    /// The namespace of the request.
    pub namespace: &'a Json,
    /// The request: an `AdmissionRequest` without the objects.
    pub request: &'a Json,
    /// The parameters of the policy.
    pub params: &'a Json,
    /// Whom to ask what the user may do; `None` for expressions that may not.
    pub authorizer: Option<RequestAuthorizer>,
}

/// Who decides what the user of a request may do, and what the request is about.
#[derive(Clone, Debug)]
pub struct RequestAuthorizer {
    /// Who decides.
    pub authorizer: Arc<dyn Authorizer>,
    /// The resource, namespace and name of the request.
    pub resource: Attributes,
}

/// What expressions came to.
#[derive(Debug)]
pub struct Evaluation<'a> {
    /// A value for each, or why there is none, in upstream's words.
    pub results: Vec<Result<Value<'a>, String>>,
    /// What is left of the budget.
    pub budget: i64,
}

/// The expressions cost more than they may; no further one is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "validation failed due to running out of cost budget, no further validation rules will be run"
)]
pub struct OutOfBudget;

impl Expressions {
    /// Runs expressions one after the other. A variable is computed when the first of them reads
    /// it, and no more than once.
    ///
    /// # Errors
    /// The budget does not suffice.
    pub fn evaluate<'a>(
        &'a self,
        conditions: impl IntoIterator<Item = &'a Condition>,
        input: &Input<'a>,
        mut budget: i64,
    ) -> Result<Evaluation<'a>, OutOfBudget> {
        let bindings = self.bindings(input);
        let variables = Variables {
            expressions: self,
            bindings: &bindings,
            slots: self.variables.iter().map(|_| OnceCell::new()).collect(),
            cost: Cell::new(0),
        };
        let mut results = Vec::new();
        for condition in conditions {
            let program = match &condition.program {
                Ok(program) => program,
                Err(fault) => {
                    results.push(Err(format!("compilation error: {fault}")));
                    continue;
                }
            };
            let outcome = program.run_with(&bindings, variables.lazy(), COST_LIMIT);
            // What the variables cost is counted first, as upstream does.
            for cost in [variables.cost.take(), outcome.cost] {
                let left = i64::try_from(cost).ok().and_then(|cost| budget.checked_sub(cost));
                budget = left.filter(|left| *left >= 0).ok_or(OutOfBudget)?;
            }
            results.push(outcome.result.map_err(|e| {
                format!("expression '{}' resulted in error: {e}", condition.expression)
            }));
        }
        Ok(Evaluation { results, budget })
    }

    /// The values of the variables of the environment, in their order.
    fn bindings<'a>(&self, input: &Input<'a>) -> Vec<Variable<'a>> {
        let json = |json: &'a Json| Some(Ok(Value::from_json(json)));
        let mut bindings = vec![
            json(input.object),
            json(input.old_object),
            json(input.namespace),
            json(input.request),
            None,
        ];
        if self.has_params() {
            bindings.push(json(input.params));
        }
        if let Some(asked) = &input.authorizer {
            let (authorizer, attributes) = (asked.authorizer.clone(), asked.resource.clone());
            bindings.push(Some(Ok(Value::opaque(Opaque::Authorizer(authorizer.clone())))));
            let check = Opaque::ResourceCheck(ResourceCheck { authorizer, attributes });
            bindings.push(Some(Ok(Value::opaque(check))));
        }
        bindings
    }
}

/// The variables of a policy during one evaluation.
struct Variables<'r, 'a> {
    expressions: &'a Expressions,
    bindings: &'r [Variable<'a>],
    slots: Vec<OnceCell<Result<Value<'a>, Error>>>,
    /// What those cost that were computed since somebody last asked.
    cost: Cell<u64>,
}

impl<'a> Variables<'_, 'a> {
    fn lazy(&self) -> Lazy<'_, 'a> {
        Lazy { index: self.expressions.variables_index, fields: self }
    }

    fn compute(&self, at: usize) -> Result<Value<'a>, Error> {
        let variable = &self.expressions.variables[at];
        let name = &variable.name;
        let program = variable.program.as_ref().map_err(|fault| {
            Error::other(format!("composited variable {name:?} fails to compile: {fault}"))
        })?;
        let outcome = program.run_with(self.bindings, self.lazy(), COST_LIMIT);
        self.cost.set(self.cost.get().saturating_add(outcome.cost));
        outcome.result.map_err(|e| {
            Error::other(format!("composited variable {name:?} fails to evaluate: {e}"))
        })
    }
}

impl<'a> LazyFields<'a> for Variables<'_, 'a> {
    fn get(&self, name: &str) -> Option<Result<Value<'a>, Error>> {
        // Of two variables of one name the later is meant, though validation refuses such policies.
        let at = self.expressions.variables.iter().rposition(|v| v.name == name)?;
        if let Some(known) = self.slots[at].get() {
            return Some(known.clone());
        }
        let value = self.compute(at);
        Some(self.slots[at].get_or_init(|| value).clone())
    }
}
