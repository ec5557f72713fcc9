//! Policies that judge requests.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/policy/validating`.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::admissionregistration::v1::{
    ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding, ValidationAction,
};
use bowline_apimachinery::meta::{Status, reason};
use bowline_cel::policy::{Condition, Expressions, Input, Wanted};
use serde::Deserialize as _;
use serde_json::Value;

use super::COST_BUDGET;
use super::authorizer::{answered, is_exempt};
use super::definition::{Binding, Common, Policy};
use super::invocation::{View, invocations, namespace};
use super::policies::{Policies, PolicyKind};
use crate::admission::{Admission, AdmissionRequest};
use crate::authorization::Authorizer;

/// How long a message made by an expression may be, in bytes.
const MAX_MESSAGE: usize = 5 * 1024;

/// Refuses, warns of, or records the requests that a `ValidatingAdmissionPolicy` is against.
pub struct ValidatingAdmissionPolicies {
    authorizer: Arc<dyn Authorizer>,
    policies: Policies<Validating>,
}

impl ValidatingAdmissionPolicies {
    /// Expressions that ask what a user may do ask the authorizer.
    #[must_use]
    pub fn new(authorizer: Arc<dyn Authorizer>) -> Self {
        Self { authorizer, policies: Policies::default() }
    }
}

impl fmt::Debug for ValidatingAdmissionPolicies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValidatingAdmissionPolicies").finish_non_exhaustive()
    }
}

/// What a validating policy wants.
#[derive(Debug)]
struct Validations {
    validations: Vec<Validation>,
    /// Keys and expressions.
    audit_annotations: Vec<(String, Condition)>,
}

#[derive(Debug)]
struct Validation {
    condition: Condition,
    message: String,
    message_expression: Option<Condition>,
    reason: Option<String>,
}

struct Validating;

impl PolicyKind for Validating {
    type Effect = Validations;
    const POLICIES: &'static str = "validatingadmissionpolicies";
    const BINDINGS: &'static str = "validatingadmissionpolicybindings";

    fn policy(object: &Value) -> Result<Policy<Validations>, serde_json::Error> {
        let policy = ValidatingAdmissionPolicy::deserialize(object)?;
        let spec = &policy.spec;
        let variables = spec.variables.iter();
        let common = Common {
            name: &policy.metadata.name,
            failure_policy: spec.failure_policy.as_ref(),
            param_kind: spec.param_kind.as_deref(),
            constraints: spec.match_constraints.as_deref(),
            match_conditions: &spec.match_conditions,
            variables: variables.map(|v| (v.name.as_str(), v.expression.as_str())).collect(),
            mutates: false,
        };
        let validations = |expressions: &Expressions| {
            let validations = spec.validations.iter().map(|validation| {
                let message = validation.message_expression.as_str();
                Validation {
                    condition: expressions.condition(&validation.expression, Wanted::Bool, true),
                    message: validation.message.clone(),
                    message_expression: (!message.is_empty())
                        .then(|| expressions.condition(message, Wanted::Text, false)),
                    reason: validation.reason.clone().filter(|reason| !reason.is_empty()),
                }
            });
            let annotations = spec.audit_annotations.iter().map(|annotation| {
                let value = &annotation.value_expression;
                (annotation.key.clone(), expressions.condition(value, Wanted::TextOrNull, true))
            });
            Validations {
                validations: validations.collect(),
                audit_annotations: annotations.collect(),
            }
        };
        Ok(Policy::new(common, validations))
    }

    fn binding(object: &Value) -> Result<Binding, serde_json::Error> {
        let binding = ValidatingAdmissionPolicyBinding::deserialize(object)?;
        Ok(Binding {
            name: binding.metadata.name,
            policy: binding.spec.policy_name,
            param_ref: binding.spec.param_ref,
            resources: binding.spec.match_resources,
            actions: binding.spec.validation_actions,
        })
    }
}

/// Why a policy is against a request.
#[derive(Debug, PartialEq, Eq)]
struct Denial {
    message: String,
    /// Empty for a fault of the policy.
    reason: String,
}

impl Denial {
    fn fault(message: String) -> Self {
        Self { message, reason: String::new() }
    }
}

impl Policy<Validations> {
    /// Everything the policy has against a request.
    fn judge(&self, input: &Input<'_>) -> Vec<Denial> {
        match self.matches(input) {
            Ok(true) => {}
            Ok(false) => return Vec::new(),
            Err(fault) => return self.on_fault(fault).into_iter().collect(),
        }
        let validations = &self.effect.validations;
        let conditions = validations.iter().map(|validation| &validation.condition);
        let judged = match self.expressions.evaluate(conditions, input, COST_BUDGET) {
            Ok(judged) => judged,
            Err(error) => return self.on_fault(error.to_string()).into_iter().collect(),
        };
        let told = validations.iter().filter_map(|v| v.message_expression.as_ref());
        let messages = Input { authorizer: None, ..input.clone() };
        let messages = self.expressions.evaluate(told, &messages, judged.budget);
        let (mut messages, unaffordable) = match messages {
            Ok(evaluation) => (evaluation.results.into_iter(), None),
            Err(error) => (Vec::new().into_iter(), Some(error)),
        };
        let mut denials = Vec::new();
        for (validation, result) in validations.iter().zip(judged.results) {
            let message = validation.message_expression.as_ref().and_then(|_| messages.next());
            match (result.map(|value| value.as_bool()), &unaffordable) {
                (Err(fault), _) => denials.extend(self.on_fault(fault)),
                (Ok(_), Some(error)) => {
                    denials.extend(self.on_fault(format!("failed messageExpression: {error}")));
                }
                (Ok(Some(true)), None) => {}
                (Ok(_), None) => {
                    let made = message.and_then(Result::ok);
                    let made = made.as_ref().and_then(|value| value.as_str()).unwrap_or("");
                    denials.push(validation.denial(made.trim()));
                }
            }
        }
        denials
    }

    fn on_fault(&self, message: String) -> Option<Denial> {
        self.fails.then(|| Denial::fault(message))
    }

    /// What the policy adds to the record of a request, by key.
    fn annotations(&self, input: &Input<'_>) -> Vec<(&str, String)> {
        let annotations = &self.effect.audit_annotations;
        let conditions = annotations.iter().map(|(_, condition)| condition);
        let input = Input { authorizer: None, ..input.clone() };
        let Ok(evaluation) = self.expressions.evaluate(conditions, &input, COST_BUDGET) else {
            return Vec::new();
        };
        let values = annotations.iter().zip(evaluation.results);
        let values = values.filter_map(|((key, _), result)| {
            let text = result.ok()?.as_str()?.trim().to_owned();
            (!text.is_empty()).then_some((key.as_str(), text))
        });
        values.collect()
    }
}

impl Validation {
    fn denial(&self, made: &str) -> Denial {
        let usable = !made.is_empty() && made.len() <= MAX_MESSAGE && !made.contains('\n');
        let message = match (usable, self.message.trim()) {
            (true, _) => made.to_owned(),
            (false, "") => format!("failed expression: {}", self.condition.expression().trim()),
            (false, fixed) => fixed.to_owned(),
        };
        let reason = self.reason.clone().unwrap_or_else(|| reason::INVALID.to_owned());
        Denial { message, reason }
    }
}

#[async_trait]
impl Admission for ValidatingAdmissionPolicies {
    fn name(&self) -> &'static str {
        "ValidatingAdmissionPolicy"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        !is_exempt(request)
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let hooks = self.policies.hooks(request.registry).await?;
        if hooks.is_empty() {
            return Ok(());
        }
        let found = invocations(request, &hooks).await;
        let namespace = namespace(request, &found.invocations).await?;
        let mut refusal = found.misconfigured.into_iter().next().map(|fault| {
            refuse(request, &fault.policy, fault.binding.as_deref(), &Denial::fault(fault.message))
        });
        for invocation in &found.invocations {
            let (policy, binding) = (&invocation.policy, &invocation.binding);
            let view = View::new(request, &invocation.matched);
            let (denials, annotations) = answered(request, &*self.authorizer, |authorizer| {
                let input = Input {
                    object: &view.object,
                    old_object: &view.old_object,
                    namespace: &namespace,
                    request: &view.request,
                    params: &invocation.params,
                    authorizer: Some(authorizer),
                };
                let annotations = policy.annotations(&input);
                let owned = annotations.into_iter().map(|(key, value)| (key.to_owned(), value));
                (policy.judge(&input), owned.collect::<Vec<_>>())
            })
            .await;
            for (key, value) in annotations {
                tracing::debug!(policy = %policy.name, %key, %value, "audit annotation");
            }
            for denial in denials {
                for action in &binding.actions {
                    match action {
                        ValidationAction::Deny => {
                            refusal.get_or_insert_with(|| {
                                refuse(request, &policy.name, Some(&binding.name), &denial)
                            });
                        }
                        ValidationAction::Warn => request.warnings.add(format!(
                            "Validation failed for ValidatingAdmissionPolicy '{}' with binding \
                             '{}': {}",
                            policy.name, binding.name, denial.message
                        )),
                        _ => tracing::info!(
                            policy = %policy.name, binding = %binding.name,
                            message = %denial.message, "validation failure"
                        ),
                    }
                }
            }
        }
        refusal.map_or(Ok(()), Err)
    }
}

/// The answer to a request that a policy is against.
fn refuse(
    request: &AdmissionRequest<'_>,
    policy: &str,
    binding: Option<&str>,
    denial: &Denial,
) -> Status {
    let with = binding.map(|binding| format!(" with binding '{binding}'")).unwrap_or_default();
    let message =
        format!("ValidatingAdmissionPolicy '{policy}'{with} denied request: {}", denial.message);
    let mut status = request.forbidden(&message);
    let given = if denial.reason.is_empty() { reason::INVALID } else { &denial.reason };
    status.reason = given.to_owned();
    status.code = match given {
        reason::FORBIDDEN => 403,
        reason::UNAUTHORIZED => 401,
        reason::REQUEST_ENTITY_TOO_LARGE => 413,
        _ => 422,
    };
    status.cause("", message, "")
}
