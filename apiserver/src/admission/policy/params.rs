//! The parameters that a binding gives to its policy.
//!
//! *Upstream:* `CollectParams` of `apiserver/pkg/admission/plugin/policy/generic`.

use bowline_api::admissionregistration::v1::{ParamKind, ParamRef, ParameterNotFoundActionType};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::schema::GroupVersionKind;
use serde_json::Value;

use crate::admission::AdmissionRequest;

/// Why there are none.
#[derive(Debug)]
pub(super) enum Fault {
    /// The fault is the policy's.
    Policy(String),
    /// The fault is the binding's.
    Binding(String),
}

/// The parameters, each of which the policy is evaluated with; a `Null` stands for a policy without.
///
/// # Errors
/// When they are not found, or cannot be looked for.
pub(super) async fn collect(
    request: &AdmissionRequest<'_>,
    kind: Option<&ParamKind>,
    reference: Option<&ParamRef>,
) -> Result<Vec<Value>, Fault> {
    let Some(kind) = kind else { return Ok(vec![Value::Null]) };
    let named = GroupVersionKind::from_api_version_and_kind(&kind.api_version, kind.kind.clone());
    let served = request.registry.catalog().served();
    let resource = served.of_kind(&named.group, &named.version, &named.kind);
    let Some((resource, store)) = resource.and_then(|r| Some((r, r.store.as_ref()?))) else {
        let why = format!("failed to find resource referenced by paramKind: '{named}'");
        return Err(Fault::Policy(why));
    };
    let Some(reference) = reference else { return Ok(vec![Value::Null]) };
    let fault = |why: &str| Err(Fault::Binding(why.to_owned()));
    let namespace = match (resource.namespaced, reference.namespace.as_str()) {
        (true, "") if request.namespace.is_empty() => {
            return fault(
                "cannot use namespaced paramRef in policy binding that matches cluster-scoped \
                 resources",
            );
        }
        (true, "") => request.namespace,
        (true, namespace) => namespace,
        (false, "") => "",
        (false, _) => {
            return fault(
                "paramRef.namespace must not be provided for a cluster-scoped `paramKind`",
            );
        }
    };
    let entries = match (reference.name.as_str(), reference.selector.as_deref()) {
        ("", None) => return fault("one of name or selector must be provided"),
        ("", Some(selector)) => {
            let selector =
                Selector::try_from(selector).map_err(|e| Fault::Binding(e.to_string()))?;
            let all = request.registry.list_cached(&named.group, &resource.plural, namespace).await;
            let mut all = all.map_err(|status| Fault::Binding(status.message))?;
            all.retain(|entry| selector.matches_with(|key| entry.label(key)));
            all
        }
        (_, Some(_)) => {
            return fault("paramRef.name and paramRef.selector are mutually exclusive");
        }
        (name, None) => {
            // Parameters often are created a moment before what they are for.
            let found = store.find(namespace, name).await;
            found.map_err(|status| Fault::Binding(status.message))?.into_iter().collect()
        }
    };
    let denies = reference.parameter_not_found_action == Some(ParameterNotFoundActionType::Deny);
    if entries.is_empty() && denies {
        return fault("no params found for policy binding with `Deny` parameterNotFoundAction");
    }
    Ok(entries.iter().map(|entry| resource.to_served(entry.value())).collect())
}
