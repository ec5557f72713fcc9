//! The networks that services have addresses from, and the addresses that are taken.
//!
//! *Upstream:* `ValidateIPAddress`, `ValidateServiceCIDR`.

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::ip;
use bowline_apimachinery::validation::names::{dns1123_subdomain, path_segment_name};

use super::faults::Faults as _;
use crate::networking::v1::{IPAddress, ServiceCIDR};

const SPEC: Path<'_> = Path::new("spec");

pub(super) fn address(address: &IPAddress, out: &mut ErrorList) {
    let name = address.metadata.name.as_str();
    let metadata = Path::new("metadata");
    out.extend(ip::ip(&metadata.child("name"), name));
    let path = SPEC.child("parentRef");
    let Some(parent) = &address.spec.parent_ref else { return out.required(&path, "") };
    if !parent.group.is_empty() {
        out.complaints(&path.child("group"), &parent.group, dns1123_subdomain(&parent.group));
    }
    for (field, value, needed) in [
        ("resource", &parent.resource, true),
        ("name", &parent.name, true),
        ("namespace", &parent.namespace, false),
    ] {
        let path = path.child(field);
        if !value.is_empty() {
            out.complaints(&path, value, path_segment_name(value));
        } else if needed {
            out.required(&path, "");
        }
    }
}

pub(super) fn update_address(new: &IPAddress, old: &IPAddress, out: &mut ErrorList) {
    let path = SPEC.child("parentRef");
    out.immutable(&path, &new.spec.parent_ref, &old.spec.parent_ref);
}

pub(super) fn network(of: &ServiceCIDR, out: &mut ErrorList) {
    let path = SPEC.child("cidrs");
    let networks = &of.spec.cidrs;
    if networks.is_empty() {
        return out.required(&path, "at least one CIDR required");
    }
    if networks.len() > 2 {
        let why = "may only hold up to 2 values";
        return out.invalid(&path, networks.clone(), why);
    }
    for (i, network) in networks.iter().enumerate() {
        out.extend(ip::cidr(&path.index(i), network));
    }
    if let [first, second] = networks.as_slice()
        && first.contains(':') == second.contains(':')
    {
        let why = "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and \
                   2001:db8::/96";
        out.invalid(&path, networks.clone(), why);
    }
}

pub(super) fn update_network(new: &ServiceCIDR, old: &ServiceCIDR, out: &mut ErrorList) {
    let path = SPEC.child("cidrs");
    let (now, before) = (&new.spec.cidrs, &old.spec.cidrs);
    // A second network may be added.
    if !(now.len() == 2 && before.len() == 1 && now[0] == before[0]) {
        out.immutable(&path, now, before);
    } else {
        network(new, out);
    }
}
