//! Values of the libraries' own types.

use std::cmp::Ordering;
use std::net::IpAddr;
use std::sync::Arc;

use bowline_apimachinery::quantity::Quantity;

use crate::authorizer::{Attributes, Authorizer, Decision};

/// A value of a library's own type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Opaque {
    /// `kubernetes.Quantity`
    Quantity(Quantity),
    /// `net.IP`
    Ip(IpAddr),
    /// `net.CIDR`
    Cidr(IpAddr, u8),
    /// `kubernetes.URL`
    Url(crate::url::Url),
    /// `kubernetes.Semver`
    Semver(Semver),
    /// `kubernetes.NamedFormat`
    Format(&'static Format),
    /// `kubernetes.authorization.Authorizer`
    Authorizer(Arc<dyn Authorizer>),
    /// `kubernetes.authorization.PathCheck`
    PathCheck(Arc<dyn Authorizer>, String),
    /// `kubernetes.authorization.GroupCheck`
    GroupCheck(Arc<dyn Authorizer>, String),
    /// `kubernetes.authorization.ResourceCheck`
    ResourceCheck(ResourceCheck),
    /// `kubernetes.authorization.Decision`
    Decision(Decision),
    /// `JSONPatch`: an operation of a JSON patch.
    JsonPatch(serde_json::Value),
}

/// A check of a resource that is being put together.
#[derive(Clone, Debug)]
pub struct ResourceCheck {
    /// Who decides.
    pub authorizer: Arc<dyn Authorizer>,
    /// What is asked, without the verb.
    pub attributes: Attributes,
}

/// A named format of the `format` library.
#[derive(Debug)]
pub struct Format {
    /// Its name.
    pub name: &'static str,
    /// Length of the longest pattern it may match with, which its cost is counted by.
    pub pattern_length: u64,
    /// What is wrong with a text.
    pub check: fn(&str) -> Vec<String>,
}

/// A semantic version; build data does not take part in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Semver {
    /// Major, minor and patch.
    pub numbers: [u64; 3],
    /// The dotted parts of the pre-release.
    pub pre_release: Vec<String>,
}

impl Semver {
    /// The order of semantic versions.
    pub(crate) fn compare(&self, other: &Semver) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| {
            match (self.pre_release.is_empty(), other.pre_release.is_empty()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) => compare_pre_release(&self.pre_release, &other.pre_release),
            }
        })
    }
}

fn compare_pre_release(a: &[String], b: &[String]) -> Ordering {
    for (a, b) in a.iter().zip(b) {
        let order = match (a.parse::<u64>(), b.parse::<u64>()) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

impl Opaque {
    /// Name of its type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Opaque::Quantity(_) => "kubernetes.Quantity",
            Opaque::Ip(_) => "net.IP",
            Opaque::Cidr(..) => "net.CIDR",
            Opaque::Url(_) => "kubernetes.URL",
            Opaque::Semver(_) => "kubernetes.Semver",
            Opaque::Format(_) => "kubernetes.NamedFormat",
            Opaque::Authorizer(_) => "kubernetes.authorization.Authorizer",
            Opaque::PathCheck(..) => "kubernetes.authorization.PathCheck",
            Opaque::GroupCheck(..) => "kubernetes.authorization.GroupCheck",
            Opaque::ResourceCheck(_) => "kubernetes.authorization.ResourceCheck",
            Opaque::Decision(_) => "kubernetes.authorization.Decision",
            Opaque::JsonPatch(_) => "JSONPatch",
        }
    }

    /// Its size as costs count it.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Opaque::Ip(IpAddr::V4(_)) => Some(4),
            Opaque::Ip(IpAddr::V6(_)) => Some(16),
            Opaque::Cidr(_, bits) => Some(u64::from(bits.div_ceil(8))),
            _ => None,
        }
    }
}

impl PartialEq for Opaque {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Opaque::Quantity(a), Opaque::Quantity(b)) => a.cmp(b) == Ordering::Equal,
            (Opaque::Ip(a), Opaque::Ip(b)) => a == b,
            (Opaque::Cidr(a, n), Opaque::Cidr(b, m)) => a == b && n == m,
            (Opaque::Url(a), Opaque::Url(b)) => a == b,
            (Opaque::Semver(a), Opaque::Semver(b)) => a.compare(b) == Ordering::Equal,
            (Opaque::Format(a), Opaque::Format(b)) => a.name == b.name,
            (Opaque::JsonPatch(a), Opaque::JsonPatch(b)) => a == b,
            _ => false,
        }
    }
}
