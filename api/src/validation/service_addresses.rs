//! The addresses of a service, and of which families they are.
//!
//! *Upstream:* `ValidateServiceClusterIPsRelatedFields`, `validateUpgradeDowngradeClusterIPs`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use super::service::is_headless;
use crate::core::v1::ServiceSpec;

const FAMILIES: [&str; 2] = ["IPv4", "IPv6"];
const FAMILY_POLICIES: [&str; 3] = ["PreferDualStack", "RequireDualStack", "SingleStack"];

pub(super) fn addresses(
    spec: &ServiceSpec,
    old: Option<&ServiceSpec>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    // What such a service may not have is told elsewhere.
    if spec.type_.as_str() == "ExternalName" {
        return;
    }
    let all = path.child("clusterIPs");
    let ips = &spec.cluster_ips;
    let shown = || ips.clone();
    match ips.first() {
        None if !spec.cluster_ip.is_empty() => out.required(&all, ""),
        Some(_) if spec.cluster_ip.is_empty() => {
            let why = "must be empty when `clusterIP` is not specified";
            out.invalid(&all, shown(), why);
        }
        Some(first) if *first != spec.cluster_ip => {
            out.invalid(&all, shown(), "first value must match `clusterIP`");
        }
        _ => {}
    }
    families(spec, path, out);
    if ips.len() > 1 && ips[0] == "None" {
        out.invalid(&all, shown(), "'None' must be the first and only value");
    }
    if ips.len() > 2 {
        out.invalid(&all, shown(), "may only hold up to 2 values");
    }
    let before = old.map_or(&[][..], |old| &old.cluster_ips);
    let mut good = true;
    for (i, address) in ips.iter().enumerate().filter(|(i, ip)| *i > 0 || *ip != "None") {
        good &= out.address(&all.index(i), address, before);
    }
    if !good || ips.first().is_some_and(|ip| ip == "None") {
        return;
    }
    if ips.len() > 1 {
        let six = ips.iter().filter(|ip| ip.contains(':')).count();
        if six == 0 || six == ips.len() {
            let why = "may specify no more than one IP for each IP family";
            out.invalid(&all, shown(), why);
        }
    }
    for (i, (address, family)) in ips.iter().zip(&spec.ip_families).enumerate() {
        let (family, is_six) = (family.as_str(), address.contains(':'));
        if FAMILIES.contains(&family) && (family == "IPv6") != is_six {
            let why = format!("expected an {family} value as indicated by `ipFamilies[{i}]`");
            out.invalid(&all.index(i), address.as_str(), &why);
        }
    }
}

fn families(spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let families = path.child("ipFamilies");
    let mut seen = BTreeSet::new();
    for (i, family) in spec.ip_families.iter().map(|f| f.as_str()).enumerate() {
        if !FAMILIES.contains(&family) {
            out.unsupported(&families.index(i), family, &FAMILIES);
        }
        if !seen.insert(family) {
            out.duplicate(&families.index(i), family);
        }
    }
    if let Some(policy) = &spec.ip_family_policy
        && !FAMILY_POLICIES.contains(&policy.as_str())
    {
        out.unsupported(&path.child("ipFamilyPolicy"), policy.as_str(), &FAMILY_POLICIES);
    }
}

/// What is first of the addresses and families stays; what is second comes and goes with the
/// policy.
pub(super) fn update(new: &ServiceSpec, old: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let external = |spec: &ServiceSpec| spec.type_.as_str() == "ExternalName";
    let (headless, before) = (is_headless(new), is_headless(old));
    if external(new) || external(old) || (headless && before) {
        return;
    }
    let single = new.ip_family_policy.as_ref().is_some_and(|p| p.as_str() == "SingleStack");
    let ips = Field { name: "clusterIPs", item: "clusterIP", single };
    ips.keeps(&new.cluster_ips, &old.cluster_ips, path, out);
    if headless == before {
        let families = Field { name: "ipFamilies", item: "ipFamily", single };
        families.keeps(&names(new), &names(old), path, out);
    }
}

fn names(spec: &ServiceSpec) -> Vec<String> {
    spec.ip_families.iter().map(|family| family.as_str().to_owned()).collect()
}

/// A list whose second item comes and goes.
struct Field {
    name: &'static str,
    item: &'static str,
    /// Whether the service wants one family.
    single: bool,
}

impl Field {
    fn keeps(&self, new: &[String], old: &[String], path: &Path<'_>, out: &mut ErrorList) {
        let list = path.child(self.name);
        let mut refuse = |at: usize, why: &str| out.invalid(&list.index(at), new.to_vec(), why);
        if new.len() == old.len() {
            for (i, _) in new.iter().zip(old).enumerate().filter(|(_, (new, old))| new != old) {
                refuse(if self.name == "ipFamilies" { 0 } else { i }, "may not change once set");
            }
            return;
        }
        match (new.first(), old.first()) {
            (None, _) => refuse(0, &format!("primary {} can not be unset", self.item)),
            (Some(first), Some(before)) if first != before => refuse(0, "may not change once set"),
            _ => {}
        }
        if new.len() < old.len() && new.len() == 1 && !self.single {
            let why =
                format!("must be set to 'SingleStack' when releasing the secondary {}", self.item);
            out.invalid(&path.child("ipFamilyPolicy"), serde_json::Value::Null, &why);
        }
    }
}
