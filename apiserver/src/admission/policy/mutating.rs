//! Policies that change objects.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/policy/mutating`.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::admissionregistration::v1::{
    MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, PatchType, ReinvocationPolicyType,
};
use bowline_apimachinery::managed_fields::{Schema as FieldSchema, merge_configuration};
use bowline_apimachinery::meta::{Status, reason};
use bowline_apimachinery::patch::json_patch::{self, JsonPatchError};
use bowline_cel::policy::{self, Condition, Expressions, Input, Wanted};
use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::COST_BUDGET;
use super::authorizer::{answered, is_exempt};
use super::definition::{Binding, Common, Policy};
use super::invocation::{Invocation, Misconfigured, View, invocations, namespace};
use super::matching::Matched;
use super::policies::{Policies, PolicyKind};
use super::request::converted;
use crate::admission::{Admission, AdmissionRequest};
use crate::authorization::Authorizer;
use crate::registry::{ObjectAccess as _, Schema};

/// Changes objects as each `MutatingAdmissionPolicy` says.
pub struct MutatingAdmissionPolicies {
    authorizer: Arc<dyn Authorizer>,
    policies: Policies<Mutating>,
}

impl MutatingAdmissionPolicies {
    /// Expressions that ask what a user may do ask the authorizer.
    #[must_use]
    pub fn new(authorizer: Arc<dyn Authorizer>) -> Self {
        Self { authorizer, policies: Policies::default() }
    }
}

impl fmt::Debug for MutatingAdmissionPolicies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MutatingAdmissionPolicies").finish_non_exhaustive()
    }
}

/// What a mutating policy does.
#[derive(Debug)]
struct Mutations {
    mutations: Vec<Mutation>,
    /// Whether it is run again when others have changed the object after it.
    reinvoked: bool,
}

#[derive(Debug)]
enum Mutation {
    ApplyConfiguration(Condition),
    JsonPatch(Condition),
}

struct Mutating;

impl PolicyKind for Mutating {
    type Effect = Mutations;
    const POLICIES: &'static str = "mutatingadmissionpolicies";
    const BINDINGS: &'static str = "mutatingadmissionpolicybindings";

    fn policy(object: &Value) -> Result<Policy<Mutations>, serde_json::Error> {
        let policy = MutatingAdmissionPolicy::deserialize(object)?;
        let spec = &policy.spec;
        let variables = spec.variables.iter();
        let common = Common {
            name: &policy.metadata.name,
            failure_policy: spec.failure_policy.as_ref(),
            param_kind: spec.param_kind.as_deref(),
            constraints: spec.match_constraints.as_deref(),
            match_conditions: &spec.match_conditions,
            variables: variables.map(|v| (v.name.as_str(), v.expression.as_str())).collect(),
            mutates: true,
        };
        let mutations = |expressions: &Expressions| {
            let compile = |text: &str, wanted| expressions.condition(text, wanted, true);
            let mutations =
                spec.mutations.iter().filter_map(|mutation| match mutation.patch_type {
                    PatchType::ApplyConfiguration => {
                        let text = &mutation.apply_configuration.as_ref()?.expression;
                        let condition = compile(text, Wanted::ApplyConfiguration);
                        Some(Mutation::ApplyConfiguration(condition))
                    }
                    PatchType::JSONPatch => {
                        let text = &mutation.json_patch.as_ref()?.expression;
                        Some(Mutation::JsonPatch(compile(text, Wanted::JsonPatch)))
                    }
                    _ => None,
                });
            Mutations {
                mutations: mutations.collect(),
                reinvoked: spec.reinvocation_policy == ReinvocationPolicyType::IfNeeded,
            }
        };
        Ok(Policy::new(common, mutations))
    }

    fn binding(object: &Value) -> Result<Binding, serde_json::Error> {
        let binding = MutatingAdmissionPolicyBinding::deserialize(object)?;
        Ok(Binding {
            name: binding.metadata.name,
            policy: binding.spec.policy_name,
            param_ref: binding.spec.param_ref,
            resources: binding.spec.match_resources,
            actions: Vec::new(),
        })
    }
}

/// What a mutation puts into the object.
enum Patch {
    Configuration(Map<String, Value>),
    Operations(Vec<Map<String, Value>>),
}

impl Mutation {
    /// Makes the patch for a request.
    fn patch(&self, expressions: &Expressions, input: &Input<'_>) -> Result<Patch, String> {
        let (Self::ApplyConfiguration(condition) | Self::JsonPatch(condition)) = self;
        if let Some(fault) = condition.fault() {
            return Err(fault.to_owned());
        }
        let evaluated = expressions.evaluate([condition], input, COST_BUDGET);
        let mut results = evaluated.map_err(|error| error.to_string())?.results.into_iter();
        let value = results.next().ok_or("the mutation has no result")??;
        let patch = match self {
            Self::ApplyConfiguration(_) => {
                policy::apply_configuration(&value).map(Patch::Configuration)
            }
            Self::JsonPatch(_) => policy::json_patch(&value).map(Patch::Operations),
        };
        patch.map_err(|fault| fault.to_string())
    }
}

/// Why a request is refused by a policy that should have changed it.
struct Refusal {
    message: String,
    /// Whether the fault showed on the object, not before.
    evaluated: bool,
}

impl From<Misconfigured> for Refusal {
    fn from(fault: Misconfigured) -> Self {
        let message = refusal(&fault.policy, fault.binding.as_deref(), &fault.message);
        Self { message, evaluated: false }
    }
}

fn refusal(policy: &str, binding: Option<&str>, why: &str) -> String {
    match binding {
        Some(binding) => {
            format!("policy '{policy}' with binding '{binding}' denied request: {why}")
        }
        None => format!("policy {policy:?} denied request: {why}"),
    }
}

#[async_trait]
impl Admission for MutatingAdmissionPolicies {
    fn name(&self) -> &'static str {
        "MutatingAdmissionPolicy"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        !is_exempt(request) && !request.object.is_null()
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        let hooks = self.policies.hooks(request.registry).await?;
        if hooks.is_empty() {
            return Ok(());
        }
        let before = request.object.clone();
        let found = invocations(request, &hooks).await;
        let namespace = namespace(request, &found.invocations).await?;
        let mut refusals: Vec<Refusal> =
            found.misconfigured.into_iter().map(Refusal::from).collect();
        let mut invoked = Vec::new();
        for invocation in &found.invocations {
            if self.mutate(request, invocation, &namespace, &mut refusals).await? {
                invoked.push(key(invocation));
            }
        }
        // Whoever wants to see what the others made of the object sees it once more.
        if request.object != before {
            let again = invocations(request, &hooks).await;
            for invocation in &again.invocations {
                if invocation.policy.effect.reinvoked && invoked.contains(&key(invocation)) {
                    self.mutate(request, invocation, &namespace, &mut refusals).await?;
                }
            }
        }
        let Some(first) = refusals.first() else { return Ok(()) };
        let mut status = request.forbidden("");
        status.message.clone_from(&first.message);
        if first.evaluated {
            status.reason = reason::INVALID.to_owned();
        }
        Err(refusals.into_iter().fold(status, |status, r| status.cause("", r.message, "")))
    }
}

/// What tells invocations apart: the names of policy, binding and parameters.
fn key(invocation: &Invocation<Mutations>) -> (String, String, String, String) {
    let params = &invocation.params;
    (
        invocation.policy.name.clone(),
        invocation.binding.name.clone(),
        params.namespace().to_owned(),
        params.name().to_owned(),
    )
}

impl MutatingAdmissionPolicies {
    /// Changes the object as one policy says; answers whether its match conditions hold.
    async fn mutate(
        &self,
        request: &mut AdmissionRequest<'_>,
        invocation: &Invocation<Mutations>,
        namespace: &Value,
        refusals: &mut Vec<Refusal>,
    ) -> Result<bool, Status> {
        let policy = &invocation.policy;
        let mut view = View::new(request, &invocation.matched);
        let stored_as = request.object.text("apiVersion").to_owned();
        let mut refuse = |why: &str| {
            if policy.fails {
                let message = refusal(&policy.name, Some(&invocation.binding.name), why);
                refusals.push(Refusal { message, evaluated: true });
            }
        };
        let params = &invocation.params;
        let matched = answered(request, &*self.authorizer, |authorizer| {
            policy.matches(&Input {
                authorizer: Some(authorizer),
                ..Self::input(&view, namespace, params)
            })
        });
        match matched.await {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(why) => {
                refuse(&why);
                return Ok(false);
            }
        }
        for mutation in &policy.effect.mutations {
            let patch = answered(request, &*self.authorizer, |authorizer| {
                let input =
                    Input { authorizer: Some(authorizer), ..Self::input(&view, namespace, params) };
                mutation.patch(&policy.expressions, &input)
            });
            let patched = match patch.await {
                Ok(patch) => apply(request, &view.object, patch, &invocation.matched),
                Err(why) => Err(why),
            };
            match patched {
                Ok(object) => {
                    let stored = converted(request, &object, &stored_as);
                    request.object = complete(request, stored)?;
                    let served = &invocation.matched.api_version;
                    view.object = converted(request, &request.object, served);
                }
                Err(why) => refuse(&why),
            }
        }
        Ok(true)
    }

    fn input<'a>(view: &'a View, namespace: &'a Value, params: &'a Value) -> Input<'a> {
        Input {
            object: &view.object,
            old_object: &view.old_object,
            namespace,
            request: &view.request,
            params,
            authorizer: None,
        }
    }
}

/// Whether the body of the request is an object of the resource, not something else about it.
fn is_whole(request: &AdmissionRequest<'_>) -> bool {
    let served = request.registry.catalog().served();
    let resource = served.find(request.group, request.version, request.resource);
    resource.is_some_and(|resource| resource.kind == request.kind)
}

fn apply(
    request: &AdmissionRequest<'_>,
    object: &Value,
    patch: Patch,
    matched: &Matched,
) -> Result<Value, String> {
    match patch {
        Patch::Configuration(mut configuration) => {
            for field in ["apiVersion", "kind"] {
                configuration.insert(field.to_owned(), object.at(field).clone());
            }
            let served = request.registry.catalog().served();
            let resource = served.find(&matched.group, &matched.version, &matched.resource);
            let schema = resource.filter(|_| is_whole(request)).map(|resource| &resource.schema);
            let schema = match schema {
                Some(Schema::BuiltIn(resource)) => {
                    FieldSchema::built_in((resource.new)().descriptor())
                }
                Some(Schema::Custom(schema)) => FieldSchema::custom(schema.type_schema()),
                None => FieldSchema::deduced(),
            };
            merge_configuration(object, &configuration.into(), schema)
                .map_err(|error| format!("error applying patch: {error}"))
        }
        Patch::Operations(operations) => {
            let mut patched = object.clone();
            match json_patch::apply_operations(&mut patched, operations) {
                Ok(()) => Ok(patched),
                // A test that fails means that there is nothing to do.
                Err(JsonPatchError::TestFailed(_)) => Ok(object.clone()),
                Err(error) => Err(format!("JSONPath: {error}")),
            }
        }
    }
}

/// Gives a changed object its defaults.
fn complete(request: &AdmissionRequest<'_>, object: Value) -> Result<Value, Status> {
    if !is_whole(request) {
        return Ok(object);
    }
    let (_, store) = request.registry.store(request.group, request.resource)?;
    store.layout().complete(object, request.registry.environment().now())
}
