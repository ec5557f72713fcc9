//! Whether a policy or a binding is about a request.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/policy/matching` and the predicates of webhooks.

use std::sync::Arc;

use bowline_api::admissionregistration::v1::{
    MatchPolicyType, MatchResources, NamedRuleWithOperations, ScopeType,
};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::resource::group_version;
use serde_json::Value;

use crate::admission::{AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;
use crate::registry::catalog::{Served, ServedResource};

/// As which resource and kind a request matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matched {
    pub(super) group: String,
    pub(super) version: String,
    pub(super) resource: String,
    /// Group and version of the kind.
    pub(super) api_version: String,
    pub(super) kind: String,
}

impl Matched {
    /// The request as it came.
    pub(super) fn exactly(request: &AdmissionRequest<'_>) -> Self {
        Self {
            group: request.group.to_owned(),
            version: request.version.to_owned(),
            resource: request.resource.to_owned(),
            api_version: request.api_version.to_owned(),
            kind: request.kind.to_owned(),
        }
    }

    fn equivalent(resource: &ServedResource, subresource: &str) -> Self {
        let (api_version, kind) = match resource.subresource(subresource) {
            Some(sub) => (group_version(&sub.group, &sub.version), sub.kind.clone()),
            None => (resource.api_version.clone(), resource.kind.clone()),
        };
        Self {
            group: resource.group.clone(),
            version: resource.version.clone(),
            resource: resource.plural.clone(),
            api_version,
            kind,
        }
    }
}

/// Matches a request; `None` if it is none of the policy's business.
///
/// # Errors
/// When that cannot be found out.
pub(super) async fn matches(
    request: &AdmissionRequest<'_>,
    resources: &MatchResources,
) -> Result<Option<Matched>, String> {
    let in_namespace = matches_namespace(request, resources.namespace_selector.as_deref()).await;
    if in_namespace == Ok(false) {
        return Ok(None);
    }
    let of_object = matches_object(request, resources.object_selector.as_deref());
    if of_object == Ok(false) {
        return Ok(None);
    }
    let served = request.registry.catalog().served();
    let fuzzy = resources.match_policy == Some(MatchPolicyType::Equivalent);
    let equivalents = if fuzzy { equivalents(request, &served) } else { Vec::new() };
    let by_rules = |rules| match_rules(request, rules, &equivalents);
    if by_rules(&resources.exclude_resource_rules).is_some() {
        return Ok(None);
    }
    let matched = match resources.resource_rules.as_slice() {
        [] => Some(Matched::exactly(request)),
        rules => by_rules(rules),
    };
    // A faulty selector counts only for requests that the policy is about.
    match matched {
        Some(matched) => in_namespace.and(of_object).map(|_| Some(matched)),
        None => Ok(None),
    }
}

fn parse(selector: Option<&LabelSelector>) -> Result<Option<Selector>, String> {
    let Some(selector) = selector else { return Ok(None) };
    let selector = Selector::try_from(selector).map_err(|e| e.to_string())?;
    Ok(Some(selector).filter(|selector| !selector.is_empty()))
}

async fn matches_namespace(
    request: &AdmissionRequest<'_>,
    selector: Option<&LabelSelector>,
) -> Result<bool, String> {
    let is_namespace = request.resource == "namespaces" && request.group.is_empty();
    if request.namespace.is_empty() && !is_namespace {
        return Ok(true);
    }
    let Some(selector) = parse(selector)? else { return Ok(true) };
    // The labels that a namespace is about to have count, not those it has.
    let writes = matches!(request.operation, Operation::Create | Operation::Update);
    if is_namespace && request.subresource.is_empty() && writes {
        return Ok(selector.matches_with(|key| request.object.label(key)));
    }
    let name = if is_namespace { request.name } else { request.namespace };
    let namespace = request.registry.get_cached("", "namespaces", "", name).await;
    match namespace.map_err(|status| status.message)? {
        Some(namespace) => Ok(selector.matches_with(|key| namespace.label(key))),
        None => Err(format!("namespaces \"{name}\" not found")),
    }
}

fn matches_object(
    request: &AdmissionRequest<'_>,
    selector: Option<&LabelSelector>,
) -> Result<bool, String> {
    let Some(selector) = parse(selector)? else { return Ok(true) };
    let fits = |object: &Value| !object.is_null() && selector.matches_with(|key| object.label(key));
    Ok(fits(&request.object) || fits(request.old_object))
}

/// The resource under its other names: other versions, other groups with the same objects.
fn equivalents(request: &AdmissionRequest<'_>, served: &Served) -> Vec<Arc<ServedResource>> {
    let own = served.find(request.group, request.version, request.resource);
    let Some(own) = own.and_then(|resource| resource.store.as_ref()) else { return Vec::new() };
    let others = served.resources().filter(|other| {
        let has_part =
            request.subresource.is_empty() || other.subresource(request.subresource).is_some();
        let same =
            (other.group.as_str(), other.version.as_str()) == (request.group, request.version);
        has_part && !same && other.store.as_ref().is_some_and(|store| Arc::ptr_eq(store, own))
    });
    others.cloned().collect()
}

fn match_rules(
    request: &AdmissionRequest<'_>,
    rules: &[NamedRuleWithOperations],
    equivalents: &[Arc<ServedResource>],
) -> Option<Matched> {
    let fits = |rule: &NamedRuleWithOperations, group: &str, version: &str, resource: &str| {
        let named = rule.resource_names.is_empty()
            || rule.resource_names.iter().any(|name| name == request.name);
        named
            && in_scope(rule, request)
            && rule
                .operations
                .iter()
                .any(|o| ["*", request.operation.as_str()].contains(&o.as_str()))
            && rule.api_groups.iter().any(|g| g == "*" || g == group)
            && rule.api_versions.iter().any(|v| v == "*" || v == version)
            && rule.resources.iter().any(|wanted| {
                let (wanted, part) = wanted.split_once('/').unwrap_or((wanted, ""));
                (wanted == "*" || wanted == resource)
                    && (part == "*" || part == request.subresource)
            })
    };
    let (group, version, resource) = (request.group, request.version, request.resource);
    if rules.iter().any(|rule| fits(rule, group, version, resource)) {
        return Some(Matched::exactly(request));
    }
    let mut pairs =
        rules.iter().flat_map(|rule| equivalents.iter().map(move |other| (rule, other)));
    let found = pairs.find(|(rule, other)| fits(rule, &other.group, &other.version, &other.plural));
    found.map(|(_, other)| Matched::equivalent(other, request.subresource))
}

fn in_scope(rule: &NamedRuleWithOperations, request: &AdmissionRequest<'_>) -> bool {
    match &rule.scope {
        Some(ScopeType::Namespaced) => !request.namespace.is_empty(),
        Some(ScopeType::Cluster) => request.namespace.is_empty(),
        _ => true,
    }
}
