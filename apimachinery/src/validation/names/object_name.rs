//! Rules for the names of objects, and for what their names are generated from.

use super::{
    dns1035_label, dns1123_label, dns1123_subdomain, path_segment_name, path_segment_prefix,
};

/// Whether a name is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generated {
    /// It is the name itself.
    Name,
    /// It is a `generateName`, to which the server appends characters.
    Prefix,
}

/// Which rule the names of a resource follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameRule {
    /// A DNS-1123 subdomain: most resources.
    Subdomain,
    /// A DNS-1123 label: namespaces and others.
    Label,
    /// A DNS-1035 label: services.
    Dns1035Label,
    /// Anything that is one segment of a URL: RBAC.
    PathSegment,
}

impl NameRule {
    /// Complaints about a name under this rule.
    pub fn check(self, name: &str, generated: Generated) -> Vec<String> {
        if self == Self::PathSegment {
            return match generated {
                Generated::Name => path_segment_name(name),
                Generated::Prefix => path_segment_prefix(name),
            };
        }
        let masked;
        let name = match generated {
            Generated::Name => name,
            Generated::Prefix => {
                masked = mask_trailing_dash(name);
                masked.as_str()
            }
        };
        match self {
            Self::Subdomain => dns1123_subdomain(name),
            Self::Label => dns1123_label(name),
            _ => dns1035_label(name),
        }
    }
}

/// The name of a namespace.
pub fn namespace_name(name: &str) -> Vec<String> {
    NameRule::Label.check(name, Generated::Name)
}

/// A dash at the end of a prefix is fine, since more follows. Upstream puts an `a` in place of it
/// and of the character before it; that the latter goes unchecked is visible to clients.
fn mask_trailing_dash(name: &str) -> String {
    let mut name = name.to_owned();
    if name.len() > 1 && name.ends_with('-') {
        name.pop();
        // Go cuts a byte; the rest of a longer character would fail the check as well.
        let last_is_ascii = name.bytes().last().is_some_and(|b| b.is_ascii());
        if last_is_ascii {
            name.pop();
        }
        name.push('a');
    }
    name
}
