//! Keeps pods to the standards that their namespace names in its labels.
//!
//! *Upstream:* `k8s.io/pod-security-admission/admission`.

mod checks;

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;
use crate::storage::watch_cache::Freshness;

const PREFIX: &str = "pod-security.kubernetes.io/";

/// A level of the standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// Anything goes.
    Privileged,
    /// What is known to be dangerous does not.
    Baseline,
    /// Only what is known to be safe does.
    Restricted,
}

impl Level {
    /// Of a label; one that is no level is the strictest.
    fn of(label: Option<&str>) -> Self {
        match label {
            None | Some("privileged") => Self::Privileged,
            Some("baseline") => Self::Baseline,
            Some(_) => Self::Restricted,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// Refuses pods that their namespace does not allow, and warns of templates for such.
#[derive(Clone, Copy, Debug, Default)]
pub struct PodSecurity;

/// Where an object says what its pods are like, and whether it is a pod.
fn specification<'a>(request: &'a AdmissionRequest<'_>) -> Option<(&'a Value, bool)> {
    let path = match (request.group, request.resource) {
        ("", "pods") => "spec",
        ("", "podtemplates") => "template.spec",
        ("", "replicationcontrollers")
        | ("apps", "deployments" | "replicasets" | "daemonsets" | "statefulsets")
        | ("batch", "jobs") => "spec.template.spec",
        ("batch", "cronjobs") => "spec.jobTemplate.spec.template.spec",
        _ => return None,
    };
    let spec = request.object.at(path);
    spec.is_object().then_some((spec, path == "spec"))
}

/// What a namespace's label says of a mode, and of which version.
fn wanted(namespace: &Value, mode: &str) -> (Level, String) {
    let labels = namespace.at("metadata.labels").as_object();
    let label = |name: &str| {
        labels.and_then(|labels| labels.get(&format!("{PREFIX}{name}"))).and_then(Value::as_str)
    };
    let version = label(&format!("{mode}-version")).unwrap_or("latest");
    (Level::of(label(mode)), version.to_owned())
}

#[async_trait]
impl Admission for PodSecurity {
    fn name(&self) -> &'static str {
        "PodSecurity"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        let writes = matches!(request.operation, Operation::Create | Operation::Update);
        let part = matches!(request.subresource, "" | "ephemeralcontainers");
        writes && part && !request.namespace.is_empty() && specification(request).is_some()
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let Some((spec, is_pod)) = specification(request) else { return Ok(()) };
        // What was let in stays.
        if is_pod && request.old_object.at("spec") == spec {
            return Ok(());
        }
        let (_, store) = request.registry.store("", "namespaces")?;
        let Ok(namespace) = store.get("", request.namespace, Freshness::Any).await else {
            return Ok(());
        };
        let namespace = namespace.value();
        let told = |mode: &str| -> Option<String> {
            let (level, version) = wanted(&namespace, mode);
            let reasons = checks::judge(spec, level);
            let level = level.as_str();
            let reasons = reasons.join(", ");
            (!reasons.is_empty()).then(|| format!("PodSecurity \"{level}:{version}\": {reasons}"))
        };
        if is_pod && let Some(why) = told("enforce") {
            return Err(request.forbidden(&format!("violates {why}")));
        }
        if let Some(why) = told("warn") {
            request.warnings.add(format!("would violate {why}"));
        }
        Ok(())
    }
}
