//! Which bindings of which policies a request has to do with, and with which parameters.

use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::definition::{Binding, Policy};
use super::matching::{Matched, matches};
use super::params::{self, Fault};
use super::policies::Hook;
use super::request;
use crate::admission::AdmissionRequest;

/// A policy to evaluate, with one of its bindings and one set of parameters.
pub(super) struct Invocation<E> {
    pub(super) policy: Arc<Policy<E>>,
    pub(super) binding: Arc<Binding>,
    pub(super) matched: Matched,
    pub(super) params: Value,
}

/// A policy that cannot be evaluated on the request, though the request must not pass it by.
#[derive(Debug)]
pub(super) struct Misconfigured {
    pub(super) policy: String,
    /// The binding at fault; `None` if the policy is.
    pub(super) binding: Option<String>,
    pub(super) message: String,
}

/// What a request has to do with policies.
pub(super) struct Invocations<E> {
    pub(super) invocations: Vec<Invocation<E>>,
    pub(super) misconfigured: Vec<Misconfigured>,
}

/// Finds what to evaluate; policies that ignore their failure leave no trace of it.
pub(super) async fn invocations<E>(
    request: &AdmissionRequest<'_>,
    hooks: &[Hook<E>],
) -> Invocations<E> {
    let mut found = Invocations { invocations: Vec::new(), misconfigured: Vec::new() };
    for Hook { policy, bindings } in hooks {
        let constraints = policy.constraints.as_deref();
        let matched = match constraints {
            Some(constraints) => matches(request, constraints).await,
            None => Err("policy contained no match constraints, a required field".to_owned()),
        };
        let matched = match matched {
            Ok(Some(matched)) => matched,
            Ok(None) => continue,
            Err(why) => {
                found.fault(policy, None, &why);
                continue;
            }
        };
        for binding in bindings {
            if let Some(resources) = &binding.resources {
                match matches(request, resources).await {
                    Ok(Some(_)) => {}
                    Ok(None) => continue,
                    Err(why) => {
                        found.fault(policy, Some(binding), &why);
                        continue;
                    }
                }
            }
            let kind = policy.param_kind.as_deref();
            match params::collect(request, kind, binding.param_ref.as_deref()).await {
                Ok(all) => found.invocations.extend(all.into_iter().map(|params| Invocation {
                    policy: policy.clone(),
                    binding: binding.clone(),
                    matched: matched.clone(),
                    params,
                })),
                Err(Fault::Binding(why)) => found.fault(policy, Some(binding), &why),
                Err(Fault::Policy(why)) => {
                    found.fault(policy, None, &why);
                    break;
                }
            }
        }
    }
    found
}

impl<E> Invocations<E> {
    fn fault(&mut self, policy: &Policy<E>, binding: Option<&Arc<Binding>>, why: &str) {
        if !policy.fails {
            return;
        }
        let whose = if binding.is_some() { "binding" } else { "policy" };
        self.misconfigured.push(Misconfigured {
            policy: policy.name.clone(),
            binding: binding.map(|binding| binding.name.clone()),
            message: format!("failed to configure {whose}: {why}"),
        });
    }
}

/// What the expressions of an invocation look at, besides what they ask.
pub(super) struct View {
    pub(super) object: Value,
    pub(super) old_object: Value,
    pub(super) request: Value,
}

impl View {
    pub(super) fn new(request: &AdmissionRequest<'_>, matched: &Matched) -> Self {
        let converted = |object: &Value| request::converted(request, object, &matched.api_version);
        Self {
            object: converted(&request.object),
            old_object: converted(request.old_object),
            request: request::view(request, matched),
        }
    }
}

/// The namespace that the expressions see, where there is anything to evaluate.
///
/// # Errors
/// When it cannot be read, or does not exist.
pub(super) async fn namespace<E>(
    request: &AdmissionRequest<'_>,
    invocations: &[Invocation<E>],
) -> Result<Value, Status> {
    if invocations.is_empty() { Ok(Value::Null) } else { request::namespace(request).await }
}
