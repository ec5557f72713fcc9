//! The plain facts about each built-in kind, in one table.

use bowline_apimachinery::validation::names::NameRule;

use crate::registry::strategy::{Dependents, Generation, StatusKeeps, Traits};

/// The facts about a resource.
pub(crate) fn of(group: &str, plural: &str, status: bool) -> Traits {
    Traits {
        names: names(group, plural),
        generation: generation(group, plural),
        status,
        status_keeps: status_keeps(group, plural),
        create_on_update: creates_on_update(group, plural),
        unconditional_update: !needs_version(group, plural),
        returns_deleted: returns_deleted(group, plural),
        dependents: dependents(group, plural),
    }
}

fn names(group: &str, plural: &str) -> NameRule {
    match (group, plural) {
        ("", "namespaces" | "services") | ("apps", "statefulsets") => NameRule::Label,
        ("rbac.authorization.k8s.io", _)
        | ("", "events")
        | ("policy", "poddisruptionbudgets")
        | ("apiregistration.k8s.io", _)
        | ("certificates.k8s.io", "certificatesigningrequests")
        | ("networking.k8s.io", "ipaddresses") => NameRule::PathSegment,
        _ => NameRule::Subdomain,
    }
}

fn generation(group: &str, plural: &str) -> Generation {
    match (group, plural) {
        ("apps", "deployments") => Generation::ContentAndAnnotations,
        ("discovery.k8s.io", "endpointslices") => Generation::ContentAndLabels,
        ("", "pods" | "podtemplates" | "replicationcontrollers")
        | ("apps", "daemonsets" | "replicasets" | "statefulsets")
        | ("batch", _)
        | ("policy", _)
        | ("networking.k8s.io", "ingresses" | "ingressclasses" | "networkpolicies")
        | ("scheduling.k8s.io", "priorityclasses")
        | ("resource.k8s.io", "deviceclasses" | "devicetaintrules" | "resourceslices")
        | ("flowcontrol.apiserver.k8s.io", _)
        | ("admissionregistration.k8s.io", _)
        | ("apiextensions.k8s.io", _) => Generation::Content,
        _ => Generation::None,
    }
}

fn status_keeps(group: &str, plural: &str) -> StatusKeeps {
    match (group, plural) {
        ("apps", "deployments") => StatusKeeps::Labels,
        ("", "pods") => StatusKeeps::Owners,
        (
            "apiextensions.k8s.io"
            | "apiregistration.k8s.io"
            | "flowcontrol.apiserver.k8s.io"
            | "admissionregistration.k8s.io"
            | "resource.k8s.io",
            _,
        )
        | ("networking.k8s.io", "servicecidrs")
        | ("storage.k8s.io", "volumeattachments") => StatusKeeps::All,
        _ => StatusKeeps::Nothing,
    }
}

fn creates_on_update(group: &str, plural: &str) -> bool {
    matches!(
        (group, plural),
        ("coordination.k8s.io" | "rbac.authorization.k8s.io", _)
            | ("", "endpoints" | "events" | "limitranges" | "services")
            | ("node.k8s.io", "runtimeclasses")
    )
}

fn needs_version(group: &str, plural: &str) -> bool {
    matches!(
        (group, plural),
        ("apiextensions.k8s.io" | "admissionregistration.k8s.io" | "node.k8s.io", _)
            | ("coordination.k8s.io", "leases")
            | ("policy", "poddisruptionbudgets")
            | (
                "storage.k8s.io",
                "csidrivers" | "csinodes" | "csistoragecapacities" | "volumeattachments"
            )
            | ("certificates.k8s.io", "clustertrustbundles" | "podcertificaterequests")
            | ("internal.apiserver.k8s.io" | "storagemigration.k8s.io", _)
    )
}

fn returns_deleted(group: &str, plural: &str) -> bool {
    matches!(
        (group, plural),
        (
            "",
            "pods"
                | "services"
                | "serviceaccounts"
                | "persistentvolumes"
                | "persistentvolumeclaims"
                | "podtemplates"
                | "resourcequotas"
                | "namespaces"
        ) | (
            "storage.k8s.io",
            "storageclasses"
                | "csidrivers"
                | "csinodes"
                | "volumeattachments"
                | "volumeattributesclasses"
        ) | ("resource.k8s.io", _)
    )
}

fn dependents(group: &str, plural: &str) -> Dependents {
    match (group, plural) {
        ("batch", "jobs") | ("", "replicationcontrollers") => Dependents::Orphan,
        ("", "events") => Dependents::Unsupported,
        _ => Dependents::Background,
    }
}
