//! Which file a type stands in.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::facts::{Facts, GroupVersion, element, prefix, short};
use super::rust::snake;

/// Types that several kinds of a group version share: (words in the name, file).
///
/// The longest word, of a row or of a kind, that begins the type's name wins. Kept by hand: a shared type that no row
/// covers fails generation, so that somebody names the idea.
const SHARED: &[(&str, &str)] = &[
    // core/v1
    ("Container", "container"),
    ("EphemeralContainer", "container"),
    ("Volume", "volume"),
    ("Lifecycle", "container"),
    ("Probe", "probe"),
    ("ExecAction", "probe"),
    ("GRPCAction", "probe"),
    ("HTTP", "probe"),
    ("TCPSocketAction", "probe"),
    ("SleepAction", "probe"),
    ("URIScheme", "probe"),
    ("Env", "environment"),
    ("FileKeySelector", "environment"),
    ("Affinity", "affinity"),
    ("PodAffinity", "affinity"),
    ("PodAntiAffinity", "affinity"),
    ("WeightedPodAffinityTerm", "affinity"),
    ("NodeAffinity", "affinity"),
    ("NodeSelector", "affinity"),
    ("PreferredSchedulingTerm", "affinity"),
    ("TopologySelector", "affinity"),
    ("Taint", "taint"),
    ("Toleration", "taint"),
    ("LocalObjectReference", "reference"),
    ("ObjectReference", "reference"),
    ("TypedLocalObjectReference", "reference"),
    ("TypedObjectReference", "reference"),
    ("SecretReference", "reference"),
    ("ObjectFieldSelector", "reference"),
    ("ResourceFieldSelector", "reference"),
    ("ConfigMapKeySelector", "reference"),
    ("SecretKeySelector", "reference"),
    ("Resource", "resources"),
    ("SecurityContext", "security"),
    ("Capabilities", "security"),
    ("SELinuxOptions", "security"),
    ("SeccompProfile", "security"),
    ("AppArmorProfile", "security"),
    ("WindowsSecurityContextOptions", "security"),
    ("ProcMountType", "security"),
    ("ConditionStatus", "condition"),
    ("EventSource", "event"),
    ("LoadBalancer", "service"),
    ("PortStatus", "service"),
    ("Scoped", "resource_quota"),
    ("ScopeSelector", "resource_quota"),
    // volume sources, shared by pods and persistent volumes
    ("AWSElasticBlockStore", "volume"),
    ("Azure", "volume"),
    ("CephFS", "volume"),
    ("Cinder", "volume"),
    ("CSI", "volume"),
    ("FC", "volume"),
    ("Flex", "volume"),
    ("Flocker", "volume"),
    ("GCEPersistentDisk", "volume"),
    ("Glusterfs", "volume"),
    ("HostPath", "volume"),
    ("ISCSI", "volume"),
    ("NFS", "volume"),
    ("Photon", "volume"),
    ("Portworx", "volume"),
    ("Quobyte", "volume"),
    ("RBD", "volume"),
    ("ScaleIO", "volume"),
    ("StorageOS", "volume"),
    ("VsphereVirtualDisk", "volume"),
    ("KeyToPath", "volume"),
    ("DownwardAPI", "volume"),
    ("Local", "volume"),
    ("Preconditions", "options"),
    ("ProbeHandler", "probe"),
    ("ClaimSource", "resources"),
    ("HostAlias", "pod"),
    ("HostIP", "pod"),
    ("DNSPolicy", "pod"),
    ("RestartPolicy", "pod"),
    ("TopologySpreadConstraint", "pod"),
    ("UnsatisfiableConstraintAction", "pod"),
    ("NodeInclusionPolicy", "pod"),
    ("Sysctl", "security"),
    ("SupplementalGroupsPolicy", "security"),
    ("FSGroup", "security"),
    ("PreemptionPolicy", "pod"),
    ("WorkloadReference", "pod"),
    ("Image", "volume"),
    ("Mount", "container"),
    ("RecursiveReadOnlyMode", "container"),
    ("Pull", "container"),
    ("Termination", "container"),
    ("Protocol", "service"),
    ("OSName", "pod"),
    ("Signal", "container"),
    ("StorageMedium", "volume"),
    ("Projected", "volume"),
    ("ServiceAccountTokenProjection", "volume"),
    ("ClusterTrustBundleProjection", "volume"),
    ("PodCertificateProjection", "volume"),
    ("GitRepo", "volume"),
    ("EmptyDir", "volume"),
    ("Ephemeral", "volume"),
    ("NodeRuntime", "node"),
    // meta/v1
    ("Group", "discovery"),
    ("API", "discovery"),
    ("ServerAddress", "discovery"),
    ("RootPaths", "discovery"),
    ("List", "list"),
    ("ShardInfo", "list"),
    ("OwnerReference", "object_meta"),
    ("ObjectMeta", "object_meta"),
    ("ManagedFields", "object_meta"),
    ("LabelSelector", "selector"),
    ("FieldSelector", "selector"),
    ("Condition", "condition"),
    ("Patch", "options"),
    ("Deletion", "options"),
    ("ApplyConfiguration", "matching"),
    ("Apply", "options"),
    ("Create", "options"),
    ("Delete", "options"),
    ("Get", "options"),
    ("Update", "options"),
    ("Status", "answer"),
    ("WatchEvent", "answer"),
    ("ResourceVersionMatch", "options"),
    ("Include", "table"),
    ("Row", "table"),
    ("Info", "info"),
    // admissionregistration
    ("Rule", "rules"),
    ("NamedRule", "rules"),
    ("Match", "matching"),
    ("FailurePolicyType", "matching"),
    ("SideEffectClass", "webhook"),
    ("Webhook", "webhook"),
    ("ServiceReference", "webhook"),
    ("ReinvocationPolicyType", "matching"),
    ("Param", "matching"),
    ("Variable", "matching"),
    ("Operation", "rules"),
    ("ScopeType", "rules"),
    ("JSONPatch", "matching"),
    // authentication, authorization, rbac
    ("UserInfo", "user_info"),
    ("BoundObjectReference", "token_request"),
    ("NonResourceAttributes", "attributes"),
    ("SelectableField", "custom_resource_definition"),
    ("PolicyRule", "role"),
    ("RoleRef", "role_binding"),
    ("Subject", "role_binding"),
    ("Aggregation", "cluster_role"),
    // autoscaling
    ("CrossVersionObjectReference", "horizontal_pod_autoscaler"),
    ("Metric", "horizontal_pod_autoscaler"),
    ("ExternalMetric", "horizontal_pod_autoscaler"),
    ("ObjectMetric", "horizontal_pod_autoscaler"),
    ("PodsMetric", "horizontal_pod_autoscaler"),
    ("JobTemplate", "job"),
    ("JobSpec", "job"),
    ("PodFailurePolicy", "job"),
    ("PodReplacementPolicy", "job"),
    ("AvoidPods", "node"),
    ("LinuxContainerUser", "pod"),
    ("PreferAvoidPods", "node"),
    ("BasicScheduling", "policy"),
    ("GangScheduling", "policy"),
    ("TopologyConstraint", "policy"),
    ("CompletionMode", "job"),
    ("SuccessPolicy", "job"),
    ("UncountedTerminatedPods", "job"),
    ("ExtraValue", "user_info"),
    ("RollingUpdate", "strategy"),
    ("StorageVersion", "storage_version"),
    // resource.k8s.io
    ("Device", "device"),
    ("Opaque", "device"),
    ("CEL", "device"),
    ("AllocationConfigSource", "device"),
    ("ExactDevice", "device"),
    ("CapacityRequirements", "device"),
    ("Counter", "resource_slice"),
    // discovery, networking
    ("Endpoint", "endpoint_slice"),
    ("ForNode", "endpoint_slice"),
    ("ForZone", "endpoint_slice"),
    ("Address", "endpoint_slice"),
    ("Ingress", "ingress"),
    ("NetworkPolic", "network_policy"),
    ("IPBlock", "network_policy"),
    ("PathType", "ingress"),
    ("PolicyType", "network_policy"),
    ("Path", "ingress"),
    ("ServiceBackendPort", "ingress"),
    ("ParentReference", "ip_address"),
    ("Overhead", "runtime_class"),
    ("Scheduling", "runtime_class"),
    ("TokenRequest", "csi_driver"),
    ("Level", "event"),
    ("Stage", "event"),
];

/// File name -> types in it (model names and enum aliases), in order of appearance.
pub(crate) fn place(facts: &Facts, gv: &GroupVersion) -> Result<BTreeMap<String, Vec<String>>> {
    let own: Vec<&String> = facts.types.keys().filter(|n| prefix(n) == gv.prefix).collect();
    let roots: Vec<&String> = own
        .iter()
        .copied()
        .filter(|n| facts.types[*n].kind.is_some() && !facts.types[*n].any_group)
        .collect();
    let mut reached: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for root in &roots {
        reach(facts, gv, root, short(root), &mut reached);
    }
    let mut names: Vec<String> = own.iter().map(|n| (*n).clone()).collect();
    let inlined_only = |name: &String| {
        // A struct that is only ever inlined has no use of its own.
        let used: Vec<bool> = facts
            .types
            .values()
            .flat_map(|t| &t.fields)
            .filter(|f| element(&f.ty) == name)
            .map(|f| f.inline)
            .collect();
        !used.is_empty() && used.iter().all(|&inline| inline)
    };
    names.retain(|n| !inlined_only(n));
    for name in &names.clone() {
        for field in facts.flat_fields(name) {
            for alias in [&field.alias, &field.elem_alias].into_iter().flatten() {
                let known = names.contains(alias);
                if prefix(alias) == gv.prefix && !known && facts.enum_alias(alias).is_some() {
                    if let Some(of) = reached.get(name).cloned() {
                        reached.entry(alias.clone()).or_default().extend(of);
                    }
                    names.push(alias.clone());
                }
            }
        }
    }
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut homeless = Vec::new();
    for name in names {
        let of = reached.get(&name).filter(|_| !gv.is_meta());
        match file_of(&name, &roots, of) {
            Some(file) => files.entry(file).or_default().push(name),
            None => homeless.push(name),
        }
    }
    if !homeless.is_empty() {
        bail!("shared types without a place in placement.rs: {homeless:#?}");
    }
    for types in files.values_mut() {
        types.sort_by_key(|n| (facts.aliases.contains_key(n), !roots.contains(&n), n.clone()));
    }
    Ok(files)
}

fn file_of(name: &str, roots: &[&String], reached: Option<&BTreeSet<&str>>) -> Option<String> {
    let ty = short(name);
    if roots.iter().any(|r| r.as_str() == name) {
        return Some(snake(ty));
    }
    let single = reached.filter(|r| r.len() == 1).and_then(|r| r.first().copied());
    // `PodSpec` belongs to `Pod`, `PodAffinity` to the affinities: the longest beginning wins.
    let kinds = roots.iter().map(|r| (short(r), snake(short(r))));
    let table = SHARED.iter().map(|(word, file)| (*word, (*file).to_owned()));
    let named = table.chain(kinds).filter(|(word, _)| ty.starts_with(word));
    let named = named.max_by_key(|(word, _)| word.len()).map(|(_, file)| file);
    single.map(snake).or(named)
}

fn reach<'a>(
    facts: &Facts,
    gv: &GroupVersion,
    name: &str,
    root: &'a str,
    reached: &mut BTreeMap<String, BTreeSet<&'a str>>,
) {
    if !reached.entry(name.to_owned()).or_default().insert(root) {
        return;
    }
    for field in facts.flat_fields(name) {
        let inner = element(&field.ty);
        if prefix(inner) == gv.prefix && facts.types.contains_key(inner) {
            reach(facts, gv, inner, root, reached);
        }
    }
}
