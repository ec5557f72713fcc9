//! Holds what a namespace uses within its quotas.
//!
//! What is used is counted by a controller; here each new object is added to it before it is
//! stored, so that many clients at once cannot use more than there is.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/resourcequota`, `pkg/quota/v1/evaluator/core`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bowline_api::core::v1::{
    PersistentVolumeClaim, Pod, PodResourcesOptions, ResourceQuota, Service, is_extended_resource,
    is_huge_page_resource,
};
use bowline_apimachinery::meta::{Status, reason};
use bowline_apimachinery::quantity::Quantity;
use serde::Deserialize as _;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::store::Part;

/// Kinds that are counted under their bare name as well as under `count/`.
const BARE_COUNTS: [&str; 7] = [
    "configmaps",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
];
const COMPUTE: [&str; 3] = ["cpu", "ephemeral-storage", "memory"];
/// How often a quota is tried that others change meanwhile.
const ATTEMPTS: usize = 10;

type Amounts = BTreeMap<String, Quantity>;

/// Charges quotas for new objects, and refuses what exceeds them.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResourceQuotas;

#[async_trait]
impl Admission for ResourceQuotas {
    fn name(&self) -> &'static str {
        "ResourceQuota"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.operation == Operation::Create
            && request.subresource.is_empty()
            && !request.namespace.is_empty()
            // Events tell of trouble, which there may be more of than anybody planned for.
            && request.resource != "events"
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let quotas = request.registry.list("", "resourcequotas", request.namespace).await?;
        if quotas.is_empty() {
            return Ok(());
        }
        let asked = Asked::of(request);
        // All are looked at before the first is charged.
        for entry in &quotas {
            if let Ok(quota) = ResourceQuota::deserialize(entry.value()) {
                asked.charged(&quota, request)?;
            }
        }
        if request.dry_run {
            return Ok(());
        }
        for entry in &quotas {
            charge(request, &asked, entry.name()).await?;
        }
        Ok(())
    }
}

/// Adds what is asked for to what a quota counts as used.
async fn charge(request: &AdmissionRequest<'_>, asked: &Asked, name: &str) -> Result<(), Status> {
    for _ in 0..ATTEMPTS {
        let found = request.registry.get("", "resourcequotas", request.namespace, name).await?;
        let Some(mut object) = found else { return Ok(()) };
        let quota = ResourceQuota::deserialize(&object)
            .map_err(|e| Status::internal(format!("resourcequotas \"{name}\": {e}")))?;
        let Some(used) = asked.charged(&quota, request)? else { return Ok(()) };
        object["status"]["used"] = serde_json::to_value(used).map_err(Status::internal)?;
        match request.registry.replace_part("", "resourcequotas", Part::Status, object).await {
            Ok(_) => return Ok(()),
            Err(status) if status.reason == reason::CONFLICT => {}
            Err(status) => return Err(status),
        }
    }
    Err(request.forbidden(&format!("quota {name} is changed by too many others at once")))
}

/// What a new object is to a quota.
struct Asked {
    amounts: Amounts,
    /// The object where it is a pod, of which scopes choose.
    pod: Option<Box<Pod>>,
}

impl Asked {
    fn of(request: &AdmissionRequest<'_>) -> Self {
        let counted = match request.group {
            "" => request.resource.to_owned(),
            group => format!("{}.{group}", request.resource),
        };
        let mut amounts = Amounts::from([(format!("count/{counted}"), Quantity::from(1))]);
        if request.group.is_empty() && BARE_COUNTS.contains(&request.resource) {
            amounts.insert(request.resource.to_owned(), Quantity::from(1));
        }
        let mut pod = None;
        match (request.group, request.resource) {
            ("", "pods") => {
                if let Ok(read) = Pod::deserialize(&request.object) {
                    add_pod(&read, &mut amounts);
                    pod = Some(Box::new(read));
                }
            }
            ("", "services") => add_service(&request.object, &mut amounts),
            ("", "persistentvolumeclaims") => add_claim(&request.object, &mut amounts),
            _ => {}
        }
        Self { amounts, pod }
    }

    /// What would be used of a quota; `None` where it does not count the object.
    ///
    /// # Errors
    /// 403 when that is more than there is, or when the pod does not say what it needs.
    fn charged(
        &self,
        quota: &ResourceQuota,
        request: &AdmissionRequest<'_>,
    ) -> Result<Option<Amounts>, Status> {
        let name = &quota.metadata.name;
        let hard = if quota.status.hard.is_empty() { &quota.spec.hard } else { &quota.status.hard };
        if !self.is_in_scope(quota) {
            return Ok(None);
        }
        if let Some(missing) = self.unsaid(hard) {
            return Err(request.forbidden(&format!("failed quota: {name}: must specify {missing}")));
        }
        let asked: Amounts = self
            .amounts
            .iter()
            .filter(|(resource, amount)| hard.contains_key(*resource) && amount.sign().is_gt())
            .map(|(resource, amount)| (resource.clone(), amount.clone()))
            .collect();
        if asked.is_empty() {
            return Ok(None);
        }
        let unknown: Vec<&str> = asked
            .keys()
            .filter(|resource| !quota.status.used.contains_key(*resource))
            .map(String::as_str)
            .collect();
        if !unknown.is_empty() {
            return Err(request.forbidden(&format!(
                "status unknown for quota: {name}, resources: {}",
                unknown.join(",")
            )));
        }
        let mut used = quota.status.used.clone();
        let mut exceeded = Vec::new();
        for (resource, amount) in &asked {
            let sum = used.entry(resource.clone()).or_insert_with(|| Quantity::from(0));
            *sum += amount;
            if hard.get(resource).is_some_and(|limit| *sum > *limit) {
                exceeded.push(resource.as_str());
            }
        }
        if exceeded.is_empty() {
            return Ok(Some(used));
        }
        let shown = |amounts: &Amounts| {
            let parts = exceeded.iter().filter_map(|resource| {
                amounts.get(*resource).map(|amount| format!("{resource}={amount}"))
            });
            parts.collect::<Vec<_>>().join(",")
        };
        Err(request.forbidden(&format!(
            "exceeded quota: {name}, requested: {}, used: {}, limited: {}",
            shown(&asked),
            shown(&quota.status.used),
            shown(hard)
        )))
    }

    fn is_in_scope(&self, quota: &ResourceQuota) -> bool {
        let mut scopes = quota.spec.scopes.iter().map(|scope| (scope.as_str(), "Exists", &[][..]));
        let selector = quota.spec.scope_selector.as_ref();
        let expressions = selector.map_or(&[][..], |selector| &selector.match_expressions);
        let mut expressions = expressions
            .iter()
            .map(|e| (e.scope_name.as_str(), e.operator.as_str(), e.values.as_slice()));
        let mut all = scopes.by_ref().chain(expressions.by_ref());
        match &self.pod {
            // Scopes choose pods; a quota with scopes counts nothing else.
            None => all.next().is_none(),
            Some(pod) => all.all(|(scope, operator, values)| is_of(pod, scope, operator, values)),
        }
    }

    /// What a quota limits and a container does not ask for: `limits.cpu for: a,b`.
    fn unsaid(&self, hard: &Amounts) -> Option<String> {
        let pod = self.pod.as_ref()?;
        let mut parts = Vec::new();
        for resource in hard.keys() {
            let (limits, name) = match resource.split_once('.') {
                Some(("limits", name)) => (true, name),
                Some(("requests", name)) => (false, name),
                _ => (false, resource.as_str()),
            };
            if !COMPUTE.contains(&name) {
                continue;
            }
            let containers = pod.spec.containers.iter().chain(&pod.spec.init_containers);
            let silent: Vec<&str> = containers
                .filter(|container| {
                    let of = &container.resources;
                    !(if limits { &of.limits } else { &of.requests }).contains_key(name)
                })
                .map(|container| container.name.as_str())
                .collect();
            if !silent.is_empty() {
                parts.push(format!("{resource} for: {}", silent.join(",")));
            }
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Whether a pod is of a scope.
fn is_of(pod: &Pod, scope: &str, operator: &str, values: &[String]) -> bool {
    let best_effort = || pod.spec.qos_class().as_str() == "BestEffort";
    match scope {
        "Terminating" => pod.spec.active_deadline_seconds.is_some(),
        "NotTerminating" => pod.spec.active_deadline_seconds.is_none(),
        "BestEffort" => best_effort(),
        "NotBestEffort" => !best_effort(),
        "PriorityClass" => {
            let class = pod.spec.priority_class_name.as_str();
            match operator {
                "In" => values.iter().any(|value| value == class),
                "NotIn" => !values.iter().any(|value| value == class),
                "DoesNotExist" => class.is_empty(),
                _ => !class.is_empty(),
            }
        }
        "CrossNamespacePodAffinity" => pod.spec.affinity.as_ref().is_some_and(|affinity| {
            let of_pods = affinity.pod_affinity.iter().flat_map(|a| {
                let preferred = &a.preferred_during_scheduling_ignored_during_execution;
                let preferred = preferred.iter().map(|weighted| &weighted.pod_affinity_term);
                a.required_during_scheduling_ignored_during_execution.iter().chain(preferred)
            });
            let apart = affinity.pod_anti_affinity.iter().flat_map(|a| {
                let preferred = &a.preferred_during_scheduling_ignored_during_execution;
                let preferred = preferred.iter().map(|weighted| &weighted.pod_affinity_term);
                a.required_during_scheduling_ignored_during_execution.iter().chain(preferred)
            });
            of_pods
                .chain(apart)
                .any(|term| !term.namespaces.is_empty() || term.namespace_selector.is_some())
        }),
        _ => false,
    }
}

fn add_pod(pod: &Pod, amounts: &mut Amounts) {
    let options = PodResourcesOptions::default();
    for (name, amount) in pod.spec.resource_requests(options) {
        if COMPUTE.contains(&name.as_str()) || is_huge_page_resource(&name) {
            amounts.insert(format!("requests.{name}"), amount.clone());
            amounts.insert(name, amount);
        } else if is_extended_resource(&name) {
            amounts.insert(format!("requests.{name}"), amount);
        }
    }
    for (name, amount) in pod.spec.resource_limits(options) {
        if COMPUTE.contains(&name.as_str()) {
            amounts.insert(format!("limits.{name}"), amount);
        }
    }
}

fn add_service(object: &Value, amounts: &mut Amounts) {
    let Ok(service) = Service::deserialize(object) else { return };
    let ports = &service.spec.ports;
    let count = |n: usize| Quantity::from(i64::try_from(n).unwrap_or(i64::MAX));
    let on_nodes = match service.spec.type_.as_str() {
        "NodePort" => ports.len(),
        "LoadBalancer" => {
            amounts.insert("services.loadbalancers".to_owned(), Quantity::from(1));
            match service.spec.allocate_load_balancer_node_ports {
                Some(false) => ports.iter().filter(|port| port.node_port != 0).count(),
                _ => ports.len(),
            }
        }
        _ => return,
    };
    amounts.insert("services.nodeports".to_owned(), count(on_nodes));
}

fn add_claim(object: &Value, amounts: &mut Amounts) {
    let Ok(claim) = PersistentVolumeClaim::deserialize(object) else { return };
    let class = claim.spec.storage_class_name.as_deref().unwrap_or_default();
    let of_class = |what: &str| format!("{class}.storageclass.storage.k8s.io/{what}");
    if !class.is_empty() {
        amounts.insert(of_class("persistentvolumeclaims"), Quantity::from(1));
    }
    if let Some(size) = claim.spec.resources.requests.get("storage") {
        if !class.is_empty() {
            amounts.insert(of_class("requests.storage"), size.clone());
        }
        amounts.insert("requests.storage".to_owned(), size.clone());
    }
}
