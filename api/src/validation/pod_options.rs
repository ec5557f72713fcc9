//! What a pod's rules depend on beside the pod: where it stands, and what was wrong before.
//!
//! *Upstream:* `PodValidationOptions`, `GetValidationOptionsFromPodSpecAndMeta`.

use bowline_apimachinery::validation::field::Path;

use super::{affinity, pod_security, resources};
use crate::core::v1::PodSpec;

/// Where a specification stands and what it may say.
#[derive(Clone, Debug, Default)]
pub(super) struct Options<'a> {
    /// It is that of a pod, not of a template for pods.
    pub(super) is_pod: bool,
    /// The name of the pod, where it has one.
    pub(super) pod_name: Option<&'a str>,
    /// What the object had before, and may keep.
    pub(super) lax: Lax,
}

/// Faults that were stored before there was a rule against them.
#[derive(Clone, Debug, Default)]
pub(super) struct Lax {
    /// Selectors by values that no label can have.
    pub(super) selectors: bool,
    /// The same in constraints on the spread.
    pub(super) spread_selectors: bool,
    /// Required node affinity by such values.
    pub(super) node_values: bool,
    /// Amounts of huge pages that are not whole pages.
    pub(super) huge_pages: bool,
    /// Tokens outside their volume.
    pub(super) token_paths: bool,
    /// Kernel settings of the node's own namespaces.
    pub(super) host_sysctls: bool,
    /// Addresses not in their usual form.
    pub(super) addresses: Vec<String>,
}

impl<'a> Options<'a> {
    /// For a pod, and what it was before.
    pub(super) fn of_pod(name: &'a str, old: Option<&PodSpec>) -> Self {
        let pod_name = Some(name).filter(|name| !name.is_empty());
        Self { is_pod: true, pod_name, lax: old.map(Lax::of).unwrap_or_default() }
    }

    /// For a template, and what it was before.
    pub(super) fn of_template(old: Option<&PodSpec>) -> Self {
        Self { is_pod: false, pod_name: None, lax: old.map(Lax::of).unwrap_or_default() }
    }
}

impl Lax {
    fn of(old: &PodSpec) -> Self {
        let path = Path::root();
        let affinity = old.affinity.as_ref();
        let spread = old.topology_spread_constraints.iter();
        let mut addresses: Vec<String> = Vec::new();
        addresses.extend(old.dns_config.iter().flat_map(|dns| dns.nameservers.iter().cloned()));
        addresses.extend(old.host_aliases.iter().map(|alias| alias.ip.clone()));
        Self {
            selectors: affinity.is_some_and(affinity::has_bad_selector),
            spread_selectors: spread
                .filter_map(|constraint| constraint.label_selector.as_deref())
                .any(|selector| !selector.validate(&path).is_empty()),
            node_values: affinity.is_some_and(affinity::has_bad_node_value),
            huge_pages: resources::has_broken_huge_pages(old),
            token_paths: has_outer_token(old),
            host_sysctls: pod_security::has_host_sysctl(old),
            addresses,
        }
    }
}

fn has_outer_token(spec: &PodSpec) -> bool {
    let sources = spec.volumes.iter().filter_map(|volume| volume.projected.as_ref());
    let tokens = sources.flat_map(|p| &p.sources).filter_map(|s| s.service_account_token.as_ref());
    let path = Path::root();
    tokens.into_iter().any(|token| {
        let mut faults = bowline_apimachinery::validation::field::ErrorList::new();
        super::projected::local_path(&token.path, &path, &mut faults);
        !faults.is_empty()
    })
}
